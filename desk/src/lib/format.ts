/** Numbers and days as people read them, in the language of the view and the digits chosen. */

import { settings } from './settings.svelte.ts'
import { find } from './texts.ts'
import type { Day, Lang } from './url.ts'
import { view } from './view.svelte.ts'

const cache = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat | Intl.ListFormat>()

function made<T extends Intl.NumberFormat | Intl.DateTimeFormat | Intl.ListFormat>(key: string, make: () => T): T {
  let found = cache.get(key) as T | undefined
  if (!found) cache.set(key, (found = make()))
  return found
}

/** The locale with its digits: `ar-SY-u-nu-latn` has the Levant's names of months. */
export function locale(lang: Lang = view.lang): string {
  return `${lang === 'ar' ? 'ar-SY' : 'en-GB'}-u-nu-${lang === 'ar' ? settings.digits : 'latn'}-ca-gregory`
}

export function number(value: number, options: Intl.NumberFormatOptions = {}): string {
  const key = `n${locale()}${JSON.stringify(options)}`
  return made(key, () => new Intl.NumberFormat(locale(), options)).format(value)
}

export const percent = (share: number): string => number(share, { style: 'percent', maximumFractionDigits: 0 })

const DAY: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'long', year: 'numeric' }
const SHORT: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'short' }

const utc = (day: Day): Date => new Date(`${day}T00:00:00Z`)

function dateFormat(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const all = { ...options, timeZone: 'UTC' }
  return made(`d${locale()}${JSON.stringify(all)}`, () => new Intl.DateTimeFormat(locale(), all))
}

/** Return a day in words: 5 December 2016. */
export const day = (value: Day): string => dateFormat(DAY).format(utc(value))
/** Return a day without its year: 5 Dec. */
export const shortDay = (value: Day): string => dateFormat(SHORT).format(utc(value))
export const month = (value: Day): string => dateFormat({ month: 'long', year: 'numeric' }).format(utc(value))
export const weekday = (value: Day): string => dateFormat({ weekday: 'long', ...DAY }).format(utc(value))

/** Return a moment (ISO 8601 with its zone) as day and time on this machine's clock. */
export function moment(value: string): string {
  const options: Intl.DateTimeFormatOptions = { dateStyle: 'medium', timeStyle: 'short' }
  return made(`m${locale()}`, () => new Intl.DateTimeFormat(locale(), options)).format(new Date(value))
}

/** Return an inclusive interval in words; an open end is written as such, and an empty one is null. */
export function days(start: Day | null | undefined, end: Day | null | undefined): string | null {
  if (start && end) return start === end ? day(start) : dateFormat(DAY).formatRange(utc(start), utc(end))
  if (start) return say('since', day(start))
  if (end) return say('until', day(end))
  return null
}

/** Join names as a list in words: a, b and c. */
export const list = (items: readonly string[]): string =>
  made(`l${locale()}`, () => new Intl.ListFormat(locale(), { type: 'conjunction' })).format(items)

/** Days since 1970-01-01, and back. */
export const dayNumber = (value: Day): number => Math.round(utc(value).getTime() / 86_400_000)
export const dayOf = (n: number): Day => new Date(Math.round(n) * 86_400_000).toISOString().slice(0, 10)

export interface Bounds {
  readonly low: number | null
  readonly high: number | null
  readonly qualifier?: string | null
}

/** Return a phrase of texts `format`, its `{n}` filled. */
const say = (phrase: string, n = ''): string => String(find(view.lang, `format.${phrase}`)).replace('{n}', n)

/** Return a count as reported: "more than 311", "30–45", and never a figure that the report does not give. */
export function count({ low, high, qualifier }: Bounds): string {
  if (low === null && high === null) return say('vague')
  if (qualifier === 'more_than' && low !== null) return say('more_than', number(low))
  if (low !== null && high === null) return say('at_least', number(low))
  if (low === null) return say('up_to', number(high!))
  if (low !== high) return `${number(low)}–${number(high!)}`
  return qualifier === 'about' ? say('about', number(low)) : number(low)
}
