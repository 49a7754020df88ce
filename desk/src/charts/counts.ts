/** Counts as reported: their bounds on an axis. An open end stays open and is drawn as an arrow, never as a number. */

export interface Bounds {
  readonly low: number | null
  readonly high: number | null
  readonly qualifier?: string
}

export type Shape = 'none' | 'exact' | 'about' | 'above' | 'below' | 'range'

/** How a count is drawn. */
export function shapeOf(count: Bounds): Shape {
  if (count.low === null && count.high === null) return 'none'
  if (count.high === null) return 'above'
  if (count.low === null) return 'below'
  if (count.qualifier === 'about') return 'about'
  return count.low === count.high ? 'exact' : 'range'
}

/** The printed bound that a mark stands at: of a range its middle, which is drawn as no mark of its own. */
export function heightOf(count: Bounds): number | null {
  const { low, high } = count
  if (low !== null && high !== null) return (low + high) / 2
  return low ?? high
}

export function greatest(counts: Iterable<Bounds>): number {
  let most = 0
  for (const { low, high } of counts) most = Math.max(most, low ?? 0, high ?? 0)
  return most
}

/** Round numbers from 0 up to `most`, about `wanted` of them. */
export function countTicks(most: number, wanted: number): number[] {
  const rough = Math.max(1, most) / Math.max(1, wanted)
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = Math.max(
    1,
    [1, 2, 5, 10].map((n) => n * power).find((n) => n >= rough)!,
  )
  const found: number[] = []
  for (let at = 0; at <= most; at += step) found.push(at)
  return found
}
