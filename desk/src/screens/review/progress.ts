/** Series of the backlog, day by day, and agreement in words. Pure. */

import { dayNumber, dayOf } from '../../lib/format.ts'

export interface Day {
  readonly day: string
  readonly read: number
  readonly reviewed: number
  readonly published: number
}
export const SERIES = ['read', 'reviewed', 'published'] as const
export type Series = (typeof SERIES)[number]

/** Return running sums for every day from the first to the last. */
export function sums(days: readonly Day[]): { day: string; read: number; reviewed: number; published: number }[] {
  const known = new Map(days.map((one) => [one.day, one]))
  const [first, last] = [days[0]?.day, days[days.length - 1]?.day]
  if (!first || !last) return []
  const now = { read: 0, reviewed: 0, published: 0 }
  const out = []
  for (let n = dayNumber(first); n <= dayNumber(last); n += 1) {
    const one = known.get(dayOf(n))
    for (const name of SERIES) now[name] += one?.[name] ?? 0
    out.push({ day: dayOf(n), ...now })
  }
  return out
}

/** Return what an alpha is called (Krippendorff: from 0.8 reliable, from 0.667 for tentative conclusions). */
export function inWords(alpha: number | null): 'reliable' | 'tentative' | 'poor' | null {
  if (alpha === null) return null
  return alpha >= 0.8 ? 'reliable' : alpha >= 0.667 ? 'tentative' : 'poor'
}
