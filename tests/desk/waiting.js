// Counts what the page has asked for and not had yet, as `window.underWay`; and where MOST is more than 0, lets requests
// and answers be late, each by its own chance (the same at every visit of an address). Nothing waits for another.
;(() => {
  const ask = window.fetch.bind(window)
  let dice = [...location.href].reduce((sum, one) => (Math.imul(sum, 31) + one.codePointAt(0)) | 0, SEED)
  const chance = () => {
    dice = (dice + 0x6d2b79f5) | 0
    let mixed = Math.imul(dice ^ (dice >>> 15), 1 | dice)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const late = () => (MOST > 0 ? new Promise((now) => setTimeout(now, (chance() * MOST) / 2)) : undefined)
  window.underWay = 0
  window.fetch = async (...what) => {
    window.underWay += 1
    try {
      await late()
      const answer = await ask(...what)
      await answer.clone().arrayBuffer()
      await late()
      return answer
    } finally {
      setTimeout(() => (window.underWay -= 1)) // the page has taken it by then
    }
  }
})()
