/** From rows of the API to what the map draws. Pure but for the projection that it is given. */

import type { Feature, FeatureCollection } from 'geojson'
import { clean } from '../../lib/bidi.ts'
import type { components } from '../../lib/schema.d.ts'
import { cell, disc, type Point } from './cells.ts'
import { MARK_RADIUS } from './images.ts'
import { swarm, type Dot } from './swarm.ts'

type Schemas = components['schemas']
export type EventFeature = Schemas['Feature']
export type ControlItem = Schemas['ControlItem']

const collection = (features: Feature[]): FeatureCollection => ({ type: 'FeatureCollection', features })

/** Radius of a mark in pixels: its area grows with the figure, and a mark without one stays small. */
export function radius(size: number | null): number {
  return size === null ? 5 : Math.min(30, Math.max(5, 1.3 * Math.sqrt(size)))
}

/**
 * How far from its point something may be, in metres: what the API says, else a convention for the kind of area, drawn as a
 * disc that says "somewhere here" and no boundary. A country has none: its outline is on the map.
 */
export function spreadOf(p: Schemas['MapProperties']): number | null {
  if (p.radius_m) return p.radius_m
  if (p.area === 'admin2') return 15_000
  if (p.area === 'admin1') return 50_000
  if (p.area === 'region') return (p.place ?? '').split(',').length > 2 ? 5_000 : 25_000
  return null
}

/** Tell whether a mark stands for a point; of anything else it is drawn hollow, over its disc. */
export const isExact = (p: Schemas['MapProperties']): boolean => p.precision === 'exact'

export interface Paint {
  colourOf(kind: string): string
  paper: string
  partyOf(name: string | null | undefined): string
  unknown: string
}

export interface Screen {
  project(lon: number, lat: number): { x: number; y: number }
  unproject(x: number, y: number): [number, number]
}

/** Discs of what is not exact, one for each place. */
export function spreads(events: readonly EventFeature[], lit: string | null): FeatureCollection {
  const places = new Map<string, EventFeature>()
  for (const event of events) if (spreadOf(event.properties)) places.set(`${event.properties.place_id}${spreadOf(event.properties)}`, event)
  return collection(
    [...places.values()].map(({ geometry, properties }) => ({
      type: 'Feature',
      properties: { lit: properties.place_id === lit },
      geometry: { type: 'Polygon', coordinates: [disc(geometry.coordinates as unknown as Point, spreadOf(properties)!)] },
    })),
  )
}

/** Marks of events, side by side where they share a place, and bubbles of those that are too many to tell apart. */
export function marks(events: readonly EventFeature[], screen: Screen, paint: Paint, selected: string | null, digits: (n: number) => string) {
  const dots: Dot<EventFeature>[] = events.map((event) => {
    const [lon, lat] = event.geometry.coordinates as [number, number]
    return { ...screen.project(lon, lat), r: radius(event.properties.size), of: event }
  })
  const found: Feature[] = []
  const bubbles: Feature[] = []
  for (const group of swarm(dots, 16)) {
    if (group.bubble.length)
      bubbles.push({
        type: 'Feature',
        properties: { text: digits(group.bubble.length), r: 12 + Math.min(14, Math.sqrt(group.bubble.length)), ids: group.bubble.map((e) => e.id).join(' ') },
        geometry: { type: 'Point', coordinates: screen.unproject(group.x, group.y) },
      })
    for (const dot of group.dots) {
      const p = dot.of.properties
      const colour = paint.colourOf(p.kind ?? 'statement')
      found.push({
        type: 'Feature',
        properties: {
          id: dot.of.id,
          colour,
          r: dot.r,
          scale: dot.r / MARK_RADIUS,
          image: `mark|${p.kind}|${colour}|${paint.paper}|${isExact(p) ? '' : 'hollow'}`,
          lit: dot.of.id === selected,
          ...(p.max !== null && p.size !== null && p.max > p.size ? { outer: radius(p.max) + 1.5 } : {}),
          ...(p.min !== null && p.size !== null && p.min < p.size && radius(p.min) < dot.r - 1 ? { inner: radius(p.min) } : {}),
        },
        geometry: { type: 'Point', coordinates: screen.unproject(dot.x, dot.y) },
      })
    }
  }
  return { marks: collection(found), bubbles: collection(bubbles) }
}

const AREAS = new Set(['admin1', 'admin2', 'admin3', 'area', 'country'])

/** How strong a colour is: it fades with the days since anybody last told of it. */
export const fade = (age: number | null): number => 0.25 + 0.45 * Math.exp(-(age ?? 60) / 30)

/** Tell whether a place holds others that are shown: then it is an outline around them, and no cell. */
function isAround(item: ControlItem, all: readonly ControlItem[]): boolean {
  if (AREAS.has(item.place.kind ?? '')) return true
  return all.some((other) => other !== item && other.place.name.endsWith(`, ${item.place.name}`))
}

const SAME_PLACE = 0.0045 // degrees: some 500 metres
const CAPS: Readonly<Record<string, number>> = { neighbourhood: 1_100, town: 4_000 }
const AROUND: Readonly<Record<string, number>> = { area: 4_500, town: 6_500, admin3: 9_000, admin2: 15_000, admin1: 50_000 }

/** Cells of control, and outlines of wider areas. `known` are points of places that the record may not name. */
export function control(items: readonly ControlItem[], known: readonly Point[], paint: Paint): { cells: FeatureCollection; areas: FeatureCollection } {
  const placed = items.filter((item) => item.place.lat !== null && item.place.lon !== null && !(item.state === 'unknown' && !item.since))
  const named = placed.filter((item) => !isAround(item, placed)).map((item): Point => [item.place.lon!, item.place.lat!])
  // A known point beside a named one is as good as the same place under another name: it would cut its cell in two.
  const apart = known.filter(([lon, lat]) => named.every(([x, y]) => Math.hypot((x - lon) * 0.8, y - lat) > SAME_PLACE))
  const points = [...apart, ...named]
  const cells: Feature[] = []
  const areas: Feature[] = []
  for (const item of placed) {
    const at: Point = [item.place.lon!, item.place.lat!]
    const around = isAround(item, placed)
    const kind = item.place.kind ?? ''
    const ring = around ? disc(at, AROUND[kind] ?? 8_000) : cell(at, points, CAPS[kind] ?? 2_500)
    if (kind === 'country' || ring.length < 4) continue
    const first = item.holders[0]?.name
    const other = item.holders[1]?.name ?? item.pressure[0]?.name ?? item.besiegers[0]?.name
    const colour = paint.partyOf(first)
    const hatch =
      item.state === 'contested' || item.state === 'mixed'
        ? `hatch|${item.state}|${colour}|${other ? paint.partyOf(other) : paint.unknown}`
        : first
          ? null
          : `hatch|unknown|${paint.paper}|${paint.unknown}`
    const feature: Feature = {
      type: 'Feature',
      properties: { id: item.place.id, colour, fade: fade(item.age_days), besieged: item.besieged, ...(hatch ? { hatch } : {}) },
      geometry: { type: 'Polygon', coordinates: [ring] },
    }
    ;(around ? areas : cells).push(feature)
  }
  return { cells: collection(cells), areas: collection(areas) }
}

/** The box that holds most of the points, outliers left out: a summit in another country does not shrink the map. */
export function mostOf(points: readonly Point[]): [[number, number], [number, number]] | null {
  if (!points.length) return null
  const middle = (values: number[]): [number, number] => {
    const sorted = values.sort((a, b) => a - b)
    const mid = sorted[Math.floor(sorted.length / 2)]!
    const near = sorted.map((v) => Math.abs(v - mid)).sort((a, b) => a - b)
    const reach = Math.max(0.02, near[Math.floor((near.length - 1) * 0.8)]! * 1.35)
    return [mid - reach, mid + reach]
  }
  const [west, east] = middle(points.map(([lon]) => lon))
  const [south, north] = middle(points.map(([, lat]) => lat))
  return [[west, south], [east, north]]
}

/** One line about an event for the note under the pointer. */
export const titleOf = (event: EventFeature, lang: 'ar' | 'en'): string => clean(event.properties.what?.[lang] ?? '')
