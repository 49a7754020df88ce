/** Values of slots in a few words, for people. */

import { clean } from '../../lib/bidi.ts'
import { count, days, list, type Bounds } from '../../lib/format.ts'
import { hasWord, t, word } from '../../lib/i18n.ts'
import type { Edit, Given, PlaceValue, Written } from './types.ts'

const GROUPS: Readonly<Record<string, string>> = { cause: 'type', type: 'type', status: 'status', act: 'act' }

/** Return a closed value in words. */
export function valueWord(slot: string, value: string): string {
  const group = GROUPS[slot] ?? slot
  return hasWord(group, value) ? word(group, value) : clean(value)
}

/** What stands between printed words and the neutral name: each is shown in its own direction (Value.svelte). */
export const BESIDE = ' \u00b7 '
/** Printed words with the neutral name beside them, where it says something else. */
const both = (text: string | null | undefined, name: string | null | undefined): string =>
  [...new Set([clean(text), clean(name)].filter(Boolean))].join(BESIDE)
const placeName = (place: PlaceValue): string => both(place.text, place.name)

/** Return a value of a slot, as a claim, a correction or the history writes it. */
export function shown(slot: string, value: unknown): string {
  if (value === null || value === undefined || value === '') return t('review.none')
  if (typeof value === 'boolean') return word('bool', String(value))
  if (typeof value === 'string' || typeof value === 'number') return valueWord(slot, String(value))
  if (Array.isArray(value)) {
    if (!value.length) return t('review.none')
    return list(value.map((one) => (typeof one === 'object' && one !== null ? placeName(one as PlaceValue) : clean(String(one)))))
  }
  const given = value as Record<string, unknown>
  if ('low' in given || 'qualifier' in given) return count(given as unknown as Bounds)
  if ('start' in given || 'granularity' in given) return days(given['start'] as string | null, given['end'] as string | null) ?? t('review.no_day')
  if ('value' in given) return given['value'] === null || given['value'] === '' ? t('review.none') : shown(slot, given['value'])
  const { text, name } = given as { text?: string | null; name?: string | null }
  return both(text, name) || t('review.none')
}

/** Return a correction that was not sent, with the words that were selected for it where it has no other value. */
export function edited(slot: string, edit: Edit, words: (given: Given) => string): string {
  if (edit && !Array.isArray(edit)) {
    const given = edit as Given
    if ((given['value'] === null || given['value'] === undefined) && given.span && 'value' in given) return words(given)
  }
  return shown(slot, edit)
}

/** Return what a claim says in a line: its main values. */
export function line(claim: Written): string {
  const parts = ['harm', 'action', 'type', 'act', 'status', 'count', 'victims', 'actor', 'attacker', 'speaker', 'target'].filter((slot) => {
    const value = claim[slot]
    return value !== null && value !== undefined && value !== ''
  })
  const said = parts.map((slot) => shown(slot, claim[slot]))
  const where = claim.place.map((place) => placeName(place)).filter(Boolean)
  return [...said, ...where].join(t('app.comma'))
}

/** Return a moment as day and time of this machine. */
export const moment = (at: string, locale: string): string => new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(at))
