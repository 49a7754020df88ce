/** States of places over time: on a day, between two days, and as stretches to draw. */

import { inWords } from '../../charts/names.ts'
import type { Stretch } from '../../charts/ControlStrip.svelte'
import { claimHref, placeHref } from '../../charts/refs.ts'
import type { ControlItem, ControlPlace, Name } from '../../charts/rows.ts'
import { clean } from '../../lib/bidi.ts'
import { day, dayNumber, list } from '../../lib/format.ts'
import { inLang, t, word } from '../../lib/i18n.ts'
import { partyColour } from '../../lib/parties.ts'

export const nameOf = ({ name, name_ar }: Name): string => inWords(name, name_ar)

export const placeName = ({ name, name_ar }: ControlPlace): string => clean(inLang(name_ar, name.split(',')[0]))

/** One place with its states, in the order of time. */
export interface History {
  readonly place: ControlPlace
  readonly rows: readonly ControlItem[]
}

export function histories(items: readonly ControlItem[]): History[] {
  const found = new Map<string, ControlItem[]>()
  for (const item of items) found.set(item.place.id, [...(found.get(item.place.id) ?? []), item])
  return [...found.values()].map((rows) => ({
    place: rows[0]!.place,
    rows: rows.sort((a, b) => (a.since ?? '').localeCompare(b.since ?? '')),
  }))
}

/** Return the state of a place on a day, or null where nobody told. */
export const on = ({ rows }: History, iso: string): ControlItem | null =>
  rows.find((row) => (row.since ?? '') <= iso && (row.until === null || iso < row.until)) ?? null

const holders = (row: ControlItem | null): string =>
  row ? `${row.state}|${row.holders.map(({ name }) => name).sort().join('+')}` : ''

export interface Moved {
  readonly history: History
  readonly before: ControlItem | null
  readonly after: ControlItem
}

/** Return the places whose state or holders on the second day are others than on the first. */
export function moved(all: readonly History[], first: string, second: string): Moved[] {
  return all.flatMap((history) => {
    const [before, after] = [on(history, first), on(history, second)]
    return after && holders(before) !== holders(after) ? [{ history, before, after }] : []
  })
}

/** Return who holds how many places, those with several holders and those not known apart, most first. */
export function tally(all: readonly History[], iso: string): { name: string | null; state: string; places: number }[] {
  const found = new Map<string, { name: string | null; state: string; places: number }>()
  for (const history of all) {
    const row = on(history, iso)
    const alone = row?.holders.length === 1 && row.state !== 'contested' && row.state !== 'mixed'
    const key = !row || !row.holders.length ? 'unknown' : alone ? row.holders[0]!.name : 'several'
    const entry = found.get(key) ?? { name: alone ? key : null, state: alone ? 'controlled' : key === 'several' ? 'contested' : 'unknown', places: 0 }
    found.set(key, { ...entry, places: entry.places + 1 })
  }
  const rank = { controlled: 0, contested: 1, unknown: 2 } as Record<string, number>
  return [...found.values()].sort((a, b) => rank[a.state]! - rank[b.state]! || b.places - a.places)
}

/** Return marks that a state carries: "…" a claim waits, "×" a claim contradicts, "†" told against own interest. */
export const marks = (row: ControlItem): string =>
  (row.pending.length ? '…' : '') + (row.opposed.length ? '×' : '') + (against(row) ? '†' : '')

export const against = (row: ControlItem): boolean => row.marks.some(({ mark }) => mark === 'against interest')

/** Return a state in words: who holds it, and what lies over it. */
export function stateName(row: ControlItem | null): string {
  if (!row) return t('control.untold')
  const who = list(row.holders.map(nameOf))
  const over = row.besieged
    ? row.besiegers.length
      ? t('control.besieged_by', { who: list(row.besiegers.map(nameOf)) })
      : t('control.besieged')
    : ''
  const head = !row.holders.length ? '' : row.state === 'controlled' || row.state === 'besieged' ? who : `${word('state', row.state)}: ${who}`
  const pressed = row.pressure.length ? t('control.pressure', { who: list(row.pressure.map(nameOf)) }) : ''
  return [head, over, pressed].filter(Boolean).join(' · ') || t('control.untold')
}

export function stretches({ place, rows }: History): Stretch[] {
  return rows.map((row) => ({
    key: row.support[0] ?? row.opposed[0] ?? row.pending[0] ?? '',
    from: row.since ? dayNumber(row.since) : null,
    to: row.until ? dayNumber(row.until) : null,
    state: row.state,
    colours: row.holders.map(({ name }) => partyColour(name)),
    besieged: row.besieged,
    marks: marks(row),
    told: row.last_asserted ? dayNumber(row.last_asserted) : null,
    name: [placeName(place), stateName(row), row.since ? t('control.by_day', { day: day(row.since) }) : ''].filter(Boolean).join(' · '),
    href: row.support.length ? claimHref(row.support[0]) : placeHref(place.id),
  }))
}
