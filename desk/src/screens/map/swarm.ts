/**
 * Marks that would lie on one another are laid side by side around their place, the largest inside; too many become one
 * bubble with their number. Positions are in pixels of the screen.
 */

export interface Dot<T> {
  readonly x: number
  readonly y: number
  readonly r: number
  readonly of: T
}

export interface Group<T> {
  readonly x: number
  readonly y: number
  readonly dots: readonly Dot<T>[]
  /** Those that are in the bubble instead; then `dots` is empty. */
  readonly bubble: readonly T[]
}

const MOST = 24
const GAP = 1.5
const GOLDEN = 2.399963

/** Lay circles around the origin without overlap, in the order given. */
export function pack(radii: readonly number[]): [number, number][] {
  const placed: [number, number, number][] = []
  for (const r of radii) {
    let [x, y] = [0, 0]
    for (let n = 0; n < 600; n += 1) {
      const reach = 1.6 * Math.sqrt(n) * 2
      ;[x, y] = [reach * Math.cos(n * GOLDEN), reach * Math.sin(n * GOLDEN)]
      if (placed.every(([a, b, other]) => Math.hypot(a - x, b - y) >= other + r + GAP)) break
    }
    placed.push([x, y, r])
  }
  return placed.map(([x, y]) => [x, y])
}

/** Group what lies within `near` pixels of one another, and lay each group out. */
export function swarm<T>(items: readonly Dot<T>[], near: number): Group<T>[] {
  const cells = new Map<string, { x: number; y: number; dots: Dot<T>[] }[]>()
  const groups: { x: number; y: number; dots: Dot<T>[] }[] = []
  for (const item of [...items].sort((a, b) => b.r - a.r)) {
    const [cx, cy] = [Math.floor(item.x / near), Math.floor(item.y / near)]
    let found
    for (let dx = -1; dx <= 1 && !found; dx += 1)
      for (let dy = -1; dy <= 1 && !found; dy += 1)
        found = cells.get(`${cx + dx}:${cy + dy}`)?.find((group) => Math.hypot(group.x - item.x, group.y - item.y) < near)
    if (found) found.dots.push(item)
    else {
      const group = { x: item.x, y: item.y, dots: [item] }
      groups.push(group)
      const key = `${cx}:${cy}`
      cells.set(key, [...(cells.get(key) ?? []), group])
    }
  }
  return groups.map(({ x, y, dots }) => {
    if (dots.length > MOST) return { x, y, dots: [], bubble: dots.map((dot) => dot.of) }
    const at = pack(dots.map((dot) => dot.r))
    return { x, y, dots: dots.map((dot, n) => ({ ...dot, x: x + at[n]![0], y: y + at[n]![1] })), bubble: [] }
  })
}
