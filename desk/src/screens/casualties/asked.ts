/** What the ledger of casualties is asked for: the filters of the view and its own, and what can be chosen. */

import type { Casualties, Group } from '../../charts/rows.ts'
import type { Query } from '../../lib/api.ts'
import { filters } from '../../lib/filters.ts'
import { word } from '../../lib/i18n.ts'
import { go, view } from '../../lib/view.svelte.ts'
import { placeName } from './words.ts'

const OWN = ['harm', 'victims', 'lineage'] as const
export type Own = (typeof OWN)[number]

export const own = (name: Own): string | null => view.options[`casualties.${name}`] ?? null

export function ask(name: Own, value: string | null): void {
  const { [`casualties.${name}`]: _, ...others } = view.options
  go({ options: value ? { ...others, [`casualties.${name}`]: value } : others })
}

export function clear(): void {
  const others = Object.entries(view.options).filter(([name]) => !name.startsWith('casualties.'))
  go({ options: Object.fromEntries(others), place: null })
}

export const narrowed = (): boolean => view.place !== null || OWN.some((name) => own(name) !== null)

export const asked = (): Query => ({ ...filters(), ...Object.fromEntries(OWN.map((name) => [name, own(name)])) })

export interface Choice {
  readonly value: string
  readonly label: string
}

function choices(pairs: readonly (readonly [string, string])[]): Choice[] {
  const once = new Map(pairs)
  return [...once].map(([value, label]) => ({ value, label })).sort((a, b) => a.label.localeCompare(b.label))
}

/** Return what there is to choose from, in an answer that nothing narrowed. */
export function choicesIn({ series, events }: Casualties, called: (name: string) => string): Record<'harm' | 'victims' | 'place' | 'lineage', Choice[]> {
  const of: Group[] = [...series, ...events].map((row) => row.group)
  return {
    harm: choices(of.map(({ harm }) => [harm, word('harm', harm)])),
    victims: choices(of.map(({ victims }) => [victims, word('victims', victims)])),
    place: choices(of.flatMap(({ scope }) => scope.map((place) => [place.id, placeName(place)] as const))),
    lineage: choices([
      ...series.map(({ asserter }) => [asserter.name, called(asserter.name)] as const),
      ...events.flatMap(({ reported }) =>
        reported.map(({ lineage }) => [lineage, called(lineage)] as const),
      ),
    ]),
  }
}
