/** Labels that would lie on each other are moved apart, in their order, and stay inside `[top, bottom]`. */
export function spread(wanted: readonly number[], gap: number, top: number, bottom: number): number[] {
  const order = wanted.map((at, index) => ({ at, index })).sort((a, b) => a.at - b.at || a.index - b.index)
  let least = top
  const placed = order.map(({ at, index }) => {
    const y = Math.max(at, least)
    least = y + gap
    return { y, index }
  })
  let most = bottom
  for (const label of [...placed].reverse()) {
    label.y = Math.min(label.y, most)
    most = label.y - gap
  }
  const found = new Array<number>(wanted.length)
  for (const { y, index } of placed) found[index] = y
  return found
}
