/** What the ledger of casualties is asked for: the filters of the view and its own, and what can be chosen. */

import { inWords } from '../../charts/names.ts'
import type { Choices } from '../../charts/rows.ts'
import type { Query } from '../../lib/api.ts'
import { filters } from '../../lib/filters.ts'
import { word } from '../../lib/i18n.ts'
import { go, view } from '../../lib/view.svelte.ts'
import { placeName } from './words.ts'

const OWN = ['harm', 'victims', 'cause', 'lineage'] as const
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

/** Return the parameters, the same for the screen and its exports. */
export const asked = (): Query => ({ ...filters(), ...Object.fromEntries(OWN.map((name) => [name, own(name)])) })

export interface Choice {
  readonly value: string
  readonly label: string
}

const words = (slot: string, values: readonly string[]): Choice[] =>
  values.map((value) => ({ value, label: word(slot, value) }))

/** Return what there is to choose from, by what is asked for. */
export const choicesOf = (choices: Choices): Record<Own | 'place', Choice[]> => ({
  harm: words('harm', choices.harm),
  victims: words('victims', choices.victims),
  cause: words('type', choices.cause),
  place: choices.places.map((place) => ({ value: place.id, label: placeName(place) })),
  lineage: choices.lineages.map(({ name, name_ar }) => ({ value: name, label: inWords(name, name_ar) })),
})
