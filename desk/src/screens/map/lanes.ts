/** The timeline laid out: which days it covers, and bars of a lane stacked so that none lies on another. Pure. */

import { dayNumber } from '../../lib/format.ts'
import type { components } from '../../lib/schema.d.ts'

type Schemas = components['schemas']
export type Moment = Schemas['Moment']

export const LANES = ['casualty', 'attack', 'control', 'humanitarian', 'diplomacy'] as const
export type Lane = (typeof LANES)[number]
/** The lanes of the API by the lanes that are drawn: what is said stands with diplomacy. */
const OF_API: Readonly<Record<string, Lane>> = {
  casualties: 'casualty', attacks: 'attack', control: 'control', humanitarian: 'humanitarian', diplomacy: 'diplomacy', statements: 'diplomacy',
} // prettier-ignore

export interface Bar {
  readonly moment: Moment
  readonly first: number
  readonly last: number
  readonly row: number
  /** Begins before, or ends after, the days that are shown. */
  readonly cut: boolean
}

export interface Extent {
  readonly first: number
  readonly last: number
}

/**
 * The days that are shown: those of publication with two weeks around, so that one claim about a day years ago does not
 * press all others into a line.
 */
export function extent(summary: { first: string | null; last: string | null; published_first: string | null; published_last: string | null }): Extent | null {
  const told = [summary.published_first, summary.published_last].map((day) => (day ? dayNumber(day) : null))
  const valid = [summary.first, summary.last].map((day) => (day ? dayNumber(day) : null))
  const first = told[0] ?? valid[0]
  const last = told[1] ?? valid[1]
  if (first === null || first === undefined || last === null || last === undefined) return null
  return {
    first: Math.max(first - 14, Math.min(valid[0] ?? first, first)),
    last: Math.min(last + 14, Math.max(valid[1] ?? last, last)),
  }
}

/** Bars of one lane in rows, at most `rows` of them; what finds no row free is drawn over the last one. */
export function stack(moments: readonly Moment[], lane: Lane, shown: Extent, rows: number): Bar[] {
  const ends: number[] = []
  const found: Bar[] = []
  const mine = moments.filter((moment) => OF_API[moment.lane] === lane && (moment.first ?? moment.last))
  const days = mine
    .map((moment) => ({ moment, first: dayNumber((moment.first ?? moment.last)!), last: dayNumber((moment.last ?? moment.first)!) }))
    .filter(({ first, last }) => last >= shown.first && first <= shown.last)
    .sort((a, b) => a.first - b.first || b.last - a.last)
  for (const { moment, first, last } of days) {
    const [from, to] = [Math.max(first, shown.first), Math.min(last, shown.last)]
    let row = ends.findIndex((end) => end < from)
    if (row < 0) row = ends.length < rows ? ends.length : rows - 1
    ends[row] = Math.max(ends[row] ?? 0, to)
    found.push({ moment, first: from, last: to, row, cut: first < shown.first || last > shown.last })
  }
  return found
}

/** Counts of a lane by the days that their bins begin on. */
export function counts(bins: readonly Schemas['Bin'][], lane: Lane): { day: number; n: number }[] {
  return bins
    .map((bin) => ({
      day: dayNumber(bin.start),
      n: Object.entries(bin.counts).reduce((all, [name, n]) => (OF_API[name] === lane ? all + n : all), 0),
    }))
    .filter(({ n }) => n > 0)
}

export const WIDTHS: Readonly<Record<string, number>> = { day: 1, week: 7, month: 30.4, year: 365.25 }
