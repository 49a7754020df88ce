/** Groups, places and figures of the ledger in words, and the figures in short for the chart. */

import { inWords } from '../../charts/names.ts'
import type { Group, Name, Reported, Scope, SeriesPoint } from '../../charts/rows.ts'
import { clean } from '../../lib/bidi.ts'
import { list, number, type Bounds } from '../../lib/format.ts'
import { inLang, t, word } from '../../lib/i18n.ts'
import { partyName } from '../../lib/parties.ts'

/** Return who came to what harm: "civilians killed". */
export function groupName(group: Group): string {
  const who = `${word('victims', group.victims)} ${word('harm', group.harm)}`
  return group.affiliation ? `${who} (${partyName(group.affiliation)})` : who
}

/** Return a place by its own name, without the areas around it. */
export function placeName(place: Scope | { name: string | null; name_ar: string | null }): string {
  return clean(inLang(place.name_ar, place.name?.split(',')[0]))
}

export const scopeName = (group: Group): string =>
  group.scope.length ? list(group.scope.map(placeName)) : t('casualties.no_place')

export const nameOf = ({ name, name_ar }: Name): string => inWords(name, name_ar)

/** Return a count in short, for a chart: ">311". The words say the same in full. */
export function short({ low, high, qualifier }: Bounds): string {
  if (low === null && high === null) return '?'
  if (low !== null && high === null) return `${qualifier === 'more_than' ? '>' : '≥'}${number(low)}`
  if (low === null) return `≤${number(high!)}`
  if (low !== high) return `${number(low)}–${number(high!)}`
  return qualifier === 'about' ? `~${number(low)}` : number(low)
}

/** Return the claims behind the figures that hold, those replaced later left out. */
export const claimsOf = (point: SeriesPoint): string[] => holding(point.reported).flatMap((figure) => figure.claims)

export const holding = (figures: readonly Reported[]): Reported[] =>
  figures.filter((figure) => !figure.superseded && figure.certainty === 'stated')
