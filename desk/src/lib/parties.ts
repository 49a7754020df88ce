/** The colour and the shown name of a party. One table, data/parties.json, serves map, charts and chips alike. */

import table from '../data/parties.json'
import { clean } from './bidi.ts'
import { isDark } from './settings.svelte.ts'
import { view } from './view.svelte.ts'

interface Shades {
  light: string
  dark: string
}

const KNOWN = new Map(table.parties.map((party) => [party.name, party]))

function shadesOf(name: string): Shades {
  const known = KNOWN.get(name)
  if (known) return known
  const sum = [...name].reduce((all, letter) => (all * 31 + letter.codePointAt(0)!) % 9973, 7)
  return table.others[sum % table.others.length]!
}

/** Return the colour of a party in the open theme; grey where nobody is known. */
export function partyColour(name: string | null | undefined): string {
  const shades = name ? shadesOf(name) : table.unknown
  return isDark() ? shades.dark : shades.light
}

/** Return the name to show: in Arabic that of the table, else the API's (`name_ar`), else the record's neutral name. */
export const partyName = (name: string, arabic: string | null = null): string =>
  (view.lang === 'ar' && (KNOWN.get(name)?.ar || clean(arabic))) || clean(name)
