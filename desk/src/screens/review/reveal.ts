/** Bring a part of a box into sight by scrolling that box alone: `scrollIntoView` would move the screen around it too. */
export function reveal(box: HTMLElement | undefined, selector: string, middle = false): void {
  const part = box?.querySelector<HTMLElement>(selector)
  if (!box || !part) return
  const [outer, inner] = [box.getBoundingClientRect(), part.getBoundingClientRect()]
  if (middle) box.scrollTop += inner.top - outer.top - Math.max(0, (outer.height - inner.height) / 3)
  else if (inner.top < outer.top) box.scrollTop += inner.top - outer.top - 8
  else if (inner.bottom > outer.bottom) box.scrollTop += inner.bottom - outer.bottom + 8
}
