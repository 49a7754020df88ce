/** Names of people, places and days, in the language and the digits of the view. */

import { dayOf, month, number, shortDay } from '../lib/format.ts'
import { clean } from '../lib/bidi.ts'
import { inLang } from '../lib/i18n.ts'
import { partyName } from '../lib/parties.ts'
import type { Tick } from './time.ts'

const YEAR = { useGrouping: false }

export function tickName({ day, grain }: Tick): string {
  const iso = dayOf(day)
  if (grain === 'day') return shortDay(iso)
  return grain === 'month' ? month(iso) : number(Number(iso.slice(0, 4)), YEAR)
}

/** Return a name in the language of the view. The desk's own table of parties has the neutral Arabic name; else the record's. */
export function inWords(name: string, arabic?: string | null): string {
  const own = partyName(name)
  return clean(inLang(own !== clean(name) ? own : arabic, name))
}

/** Return names that come with their Arabic forms in a list beside them. */
export const allInWords = (names: readonly string[], arabic: readonly (string | null)[]): string[] =>
  names.map((name, at) => inWords(name, arabic[at]))
