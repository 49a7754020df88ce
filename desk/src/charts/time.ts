/** Days on a line. The axis of time runs from left to right in every language, and every chart says so. */

export interface Scale {
  readonly first: number
  readonly last: number
  /** Pixels at which a day begins; a fraction of a day lies inside it. */
  x(day: number): number
  /** The day at a pixel. */
  at(x: number): number
}

export interface Tick {
  readonly day: number
  readonly grain: 'day' | 'month' | 'year'
}

const MILLISECONDS = 86_400_000

/** A scale of the days `first` to `last`, both shown whole, between two pixels. */
export function timeScale(first: number, last: number, from: number, to: number): Scale {
  const days = Math.max(1, last + 1 - first)
  const width = Math.max(1, to - from)
  return {
    first,
    last,
    x: (day) => from + ((day - first) / days) * width,
    at: (x) => first + ((x - from) / width) * days,
  }
}

const STEPS = [1, 2, 7, 14]
const MONTHS = [1, 3, 6, 12, 24, 60, 120]

/** Days to be named on the axis, at least `gap` pixels apart: single days, Mondays, months or years. */
export function ticks(scale: Scale, gap: number): Tick[] {
  const pixels = scale.x(scale.first + 1) - scale.x(scale.first)
  const step = STEPS.find((days) => days * pixels >= gap)
  if (step !== undefined) return byDays(scale, step)
  const months = MONTHS.find((count) => count * 30 * pixels >= gap) ?? MONTHS[MONTHS.length - 1]!
  return byMonths(scale, months)
}

function byDays(scale: Scale, step: number): Tick[] {
  const monday = (day: number) => day - ((((day + 3) % 7) + 7) % 7)
  const start = step >= 7 ? monday(scale.first) + (monday(scale.first) < scale.first ? 7 : 0) : scale.first
  const found: Tick[] = []
  for (let day = start; day <= scale.last; day += step) found.push({ day, grain: 'day' })
  return found
}

function byMonths(scale: Scale, step: number): Tick[] {
  const from = new Date(scale.first * MILLISECONDS)
  const found: Tick[] = []
  let month = from.getUTCFullYear() * 12 + from.getUTCMonth()
  month += (step - (month % step)) % step
  for (; ; month += step) {
    const day = Date.UTC(Math.floor(month / 12), month % 12, 1) / MILLISECONDS
    if (day > scale.last) return found
    if (day >= scale.first) found.push({ day, grain: step >= 12 ? 'year' : 'month' })
  }
}
