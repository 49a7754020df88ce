/**
 * The whole state of a view as an address, and back. Pure: no browser here.
 *
 * What equals its default is not written, so a plain link is short. What cannot be read is left at its default: a
 * broken link shows the record, not an error.
 */

/** What the record shows to whoever may read it. */
export const RECORD = ['home', 'map', 'casualties', 'control', 'diplomacy', 'reports', 'method'] as const
/** What people do with it; a role sees those that it may use (lib/session.svelte.ts). */
export const WORK = ['review', 'briefing', 'publication', 'alerts', 'team', 'account'] as const
export const SCREENS = [...RECORD, ...WORK] as const
export const KINDS = ['casualty', 'attack', 'control', 'diplomacy', 'statement', 'humanitarian'] as const
export const GRADES = ['confirmed', 'fair', 'weak', 'contested', 'discounted'] as const
export const CERTAINTIES = ['stated', 'uncertain', 'planned', 'denied'] as const

export type Lang = 'ar' | 'en'
export type Screen = (typeof SCREENS)[number]
export type Kind = (typeof KINDS)[number]
export type Grade = (typeof GRADES)[number]
export type Certainty = (typeof CERTAINTIES)[number]
/** An ISO 8601 day, such as 2016-12-05. */
export type Day = string
/** West, south, east, north in degrees (longitude first, as in GeoJSON). */
export type Box = readonly [number, number, number, number]

/** What is open in the side panel: an event, a claim (by its key), a report or a place, by its id. */
export interface Selection {
  readonly type: 'event' | 'claim' | 'report' | 'place'
  readonly id: string
}

export interface View {
  readonly lang: Lang
  readonly screen: Screen
  /** Valid days asked for, both included. */
  readonly from: Day | null
  readonly to: Day | null
  /** Valid time: the state of things by this day. */
  readonly asOf: Day | null
  /** Known time: only what was published by this day. */
  readonly knownOn: Day | null
  /** The second day of a comparison (swipe). */
  readonly versus: Day | null
  readonly box: Box | null
  readonly kinds: readonly Kind[]
  readonly grades: readonly Grade[]
  readonly certainties: readonly Certainty[]
  readonly place: string | null
  readonly actor: string | null
  /** Words searched for. */
  readonly q: string
  readonly selection: Selection | null
  /** A part of a screen: a tab or a chapter. Each screen says what it means there. */
  readonly tab: string | null
  /** Options of one screen, as `name:value`; a screen prefixes the name with its own (`casualties.harm:killed`). */
  readonly options: Readonly<Record<string, string>>
  /** The hash of the permanent link that this view was opened by; any change of the view leaves it. */
  readonly frozen: string | null
}

export const START: View = {
  lang: 'ar',
  screen: 'home',
  from: null,
  to: null,
  asOf: null,
  knownOn: null,
  versus: null,
  box: null,
  kinds: [],
  grades: [],
  certainties: [],
  place: null,
  actor: null,
  q: '',
  selection: null,
  tab: null,
  options: {},
  frozen: null,
}

const TYPES = ['event', 'claim', 'report', 'place'] as const

export function isDay(value: string | null | undefined): value is Day {
  if (!value || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return false
  const date = new Date(`${value}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value)
}

function oneOf<T extends string>(all: readonly T[], value: string | null): T | null {
  return all.find((item) => item === value) ?? null
}

function someOf<T extends string>(all: readonly T[], value: string | null): T[] {
  const asked = new Set((value ?? '').split(','))
  return all.filter((item) => asked.has(item))
}

function boxOf(value: string | null): Box | null {
  const parts = (value ?? '').split(',').map(Number)
  const [west, south, east, north] = parts
  if (parts.length !== 4 || parts.some((n) => !Number.isFinite(n))) return null
  if (west! >= east! || south! >= north! || south! < -90 || north! > 90) return null
  return [west!, south!, east!, north!]
}

function selectionOf(value: string | null): Selection | null {
  const at = (value ?? '').indexOf(':')
  if (!value || at < 0) return null
  const type = oneOf(TYPES, value.slice(0, at))
  const id = value.slice(at + 1)
  return type && id ? { type, id } : null
}

function optionsOf(values: readonly string[]): Record<string, string> {
  const pairs = values.map((value) => [value.slice(0, value.indexOf(':')), value.slice(value.indexOf(':') + 1)])
  return Object.fromEntries(pairs.filter(([name]) => name))
}

const dayOf = (value: string | null): Day | null => (isDay(value) ? value : null)

/** Read a view from the part of an address behind `?`. */
export function read(search: string): View {
  const asked = new URLSearchParams(search)
  return {
    lang: oneOf(['ar', 'en'] as const, asked.get('lang')) ?? START.lang,
    screen: oneOf(SCREENS, asked.get('screen')) ?? START.screen,
    from: dayOf(asked.get('from')),
    to: dayOf(asked.get('to')),
    asOf: dayOf(asked.get('as_of')),
    knownOn: dayOf(asked.get('known_on')),
    versus: dayOf(asked.get('versus')),
    box: boxOf(asked.get('box')),
    kinds: someOf(KINDS, asked.get('kind')),
    grades: someOf(GRADES, asked.get('grade')),
    certainties: someOf(CERTAINTIES, asked.get('certainty')),
    place: asked.get('place') || null,
    actor: asked.get('actor') || null,
    q: asked.get('q') ?? '',
    selection: selectionOf(asked.get('show')),
    tab: asked.get('tab') || null,
    options: optionsOf(asked.getAll('o')),
    frozen: /^[0-9A-Za-z_-]{6,128}$/.exec(asked.get('frozen') ?? '')?.[0] ?? null,
  }
}

/** Write a view as the part of an address behind `?`; the language always stands in it. */
export function write(view: View): string {
  const asked = new URLSearchParams()
  const put = (name: string, value: string | null): void => {
    if (value) asked.set(name, value)
  }
  asked.set('lang', view.lang)
  put('screen', view.screen === START.screen ? null : view.screen)
  put('from', view.from)
  put('to', view.to)
  put('as_of', view.asOf)
  put('known_on', view.knownOn)
  put('versus', view.versus)
  put('box', view.box && view.box.map((n) => Number(n.toFixed(4))).join(','))
  put('kind', view.kinds.join(','))
  put('grade', view.grades.join(','))
  put('certainty', view.certainties.join(','))
  put('place', view.place)
  put('actor', view.actor)
  put('q', view.q)
  put('show', view.selection && `${view.selection.type}:${view.selection.id}`)
  put('tab', view.tab)
  put('frozen', view.frozen)
  for (const [name, value] of Object.entries(view.options).sort()) if (value) asked.append('o', `${name}:${value}`)
  return asked.toString()
}
