/** The style of the map: a bundled base of Natural Earth, names of the gazetteer, and layers for what the record says. */

import arabic from '@fontsource/noto-sans-arabic/files/noto-sans-arabic-arabic-400-normal.woff2?url'
import latin from '@fontsource/noto-sans/files/noto-sans-latin-400-normal.woff2?url'
import latinMore from '@fontsource/noto-sans/files/noto-sans-latin-ext-400-normal.woff2?url'
import type { ExpressionSpecification, LayerSpecification, Map as MapLibre, StyleSpecification, VectorTileSource } from 'maplibre-gl'
import labels from 'virtual:labels'
import atlas from 'world-atlas/countries-50m.json?url'
import type { FeatureCollection } from 'geojson'
import { feature, mesh } from 'topojson-client'
import type { GeometryCollection, Topology } from 'topojson-specification'
import { unmarked } from '../../lib/bidi.ts'
import type { Lang } from '../../lib/url.ts'

export const EMPTY: FeatureCollection = { type: 'FeatureCollection', features: [] }

export interface Base {
  land: FeatureCollection
  borders: FeatureCollection
  /** The names, made when they are drawn: some thousands. */
  labels: () => FeatureCollection
  /** Points of neighbourhoods, [longitude, latitude]: cells keep clear of those that the record does not name. */
  quarters: [number, number][]
}

let base: Promise<Base> | undefined

/** Load what the desk brings along; once. */
export function loadBase(): Promise<Base> {
  base ??= Promise.all([fetch(atlas).then((r) => r.json() as Promise<Topology>), fetch(labels).then((r) => r.json() as Promise<Label[]>)]).then(
    ([world, rows]) => {
      const countries = world.objects['countries'] as GeometryCollection
      return {
        land: feature(world, countries) as unknown as FeatureCollection,
        borders: { type: 'FeatureCollection', features: [{ type: 'Feature', properties: {}, geometry: mesh(world, countries, (a, b) => a !== b) }] },
        labels: () => ({ type: 'FeatureCollection', features: rows.map(label) }),
        quarters: rows.filter((row) => row[4] === 7).map((row) => [row[2], row[3]]),
      }
    },
  )
  return base
}

type Label = [en: string, ar: string, lon: number, lat: number, rank: number]

const label = ([en, ar, lon, lat, rank]: Label): FeatureCollection['features'][number] => ({
  type: 'Feature',
  geometry: { type: 'Point', coordinates: [lon, lat] },
  properties: { en, ar: ar ? unmarked(ar) : en, rank },
})

/** Read tokens of app.css: the map has the colours of the theme. */
export function tokens(): Record<string, string> {
  const css = getComputedStyle(document.documentElement)
  return Object.fromEntries(
    ['paper', 'surface', 'ink', 'ink-2', 'ink-3', 'sea', 'land', 'border', 'accent', 'kind-casualty', 'kind-attack', 'kind-control', 'kind-diplomacy', 'kind-statement', 'kind-humanitarian'].map((name) => [name, css.getPropertyValue(`--${name}`).trim()]),
  )
}

const ARABIC = ['U+0600-06FF', 'U+0750-077F', 'U+08A0-08FF', 'U+FB50-FDFF', 'U+FE70-FEFF']

/** From which zoom labels of a rank are shown; those that find room first come first. */
const ZOOMS: readonly [rank: number, from: number, size: number][] = [
  [1, 3.5, 13], [0, 1.5, 13], [2, 4.5, 12.5], [3, 5.5, 12], [4, 7, 11.5], [5, 8.5, 11.5], [6, 9.5, 11], [7, 11, 11.5],
] // prettier-ignore

function names(lang: Lang, colours: Record<string, string>): LayerSpecification[] {
  // What is drawn last finds its room first: the names that matter most.
  return [...ZOOMS].reverse().map(([rank, from, size]) => ({
    id: `names-${rank}`,
    type: 'symbol',
    source: 'labels',
    minzoom: from,
    ...(rank === 0 ? { maxzoom: 7 } : {}),
    filter: ['==', ['get', 'rank'], rank],
    layout: {
      'text-field': ['get', lang],
      'text-font': ['Noto'],
      'text-size': lang === 'ar' ? size + 1.5 : size,
      'text-max-width': 7,
      'text-padding': rank === 7 ? 2 : 6,
      'symbol-sort-key': rank,
    },
    paint: {
      'text-color': rank === 0 ? colours['ink-2']! : rank === 7 ? colours['ink-2']! : colours['ink']!,
      'text-halo-color': colours['surface']!,
      'text-halo-width': 1.4,
      'text-opacity': rank === 0 ? 0.75 : 0.9,
    },
  }))
}

const get = (name: string): ExpressionSpecification => ['get', name]

/** The layers of the record, from the bottom: areas, cells of control, rings, marks. */
function record(colours: Record<string, string>): { below: LayerSpecification[]; above: LayerSpecification[] } {
  const below: LayerSpecification[] = [
    { id: 'held-areas', type: 'line', source: 'areas', paint: { 'line-color': get('colour'), 'line-width': 2, 'line-opacity': get('fade'), 'line-dasharray': [5, 3] } },
    { id: 'cells', type: 'fill', source: 'cells', filter: ['!', ['has', 'hatch']], paint: { 'fill-color': get('colour'), 'fill-opacity': get('fade') } },
    { id: 'cells-hatched', type: 'fill', source: 'cells', filter: ['has', 'hatch'], paint: { 'fill-pattern': get('hatch'), 'fill-opacity': get('fade') } },
    { id: 'cells-edge', type: 'line', source: 'cells', layout: { 'line-cap': 'round' }, paint: { 'line-color': get('colour'), 'line-width': 1.4, 'line-dasharray': [0.1, 2.4], 'line-opacity': 0.9 } },
    { id: 'sieges', type: 'line', source: 'cells', filter: get('besieged'), paint: { 'line-color': colours['ink']!, 'line-width': 2.5, 'line-offset': -3 } },
    { id: 'spread', type: 'fill', source: 'spread', paint: { 'fill-color': colours['ink']!, 'fill-opacity': ['case', get('lit'), 0.1, 0] } },
    { id: 'spread-edge', type: 'line', source: 'spread', paint: { 'line-color': colours['ink-3']!, 'line-width': ['case', get('lit'), 2, 1], 'line-dasharray': [2, 3], 'line-opacity': ['case', get('lit'), 1, 0.45] } },
  ]
  const above: LayerSpecification[] = [
    { id: 'rings', type: 'circle', source: 'marks', filter: ['has', 'outer'], paint: { 'circle-radius': get('outer'), 'circle-color': 'transparent', 'circle-stroke-width': 1.3, 'circle-stroke-color': get('colour'), 'circle-stroke-opacity': 0.75 } },
    { id: 'marks', type: 'symbol', source: 'marks', layout: { 'icon-image': get('image'), 'icon-size': get('scale'), 'icon-allow-overlap': true, 'icon-ignore-placement': true, 'symbol-sort-key': ['-', 0, get('r')] } },
    { id: 'inner', type: 'circle', source: 'marks', filter: ['has', 'inner'], paint: { 'circle-radius': get('inner'), 'circle-color': 'transparent', 'circle-stroke-width': 1.2, 'circle-stroke-color': colours['surface']! } },
    { id: 'chosen', type: 'circle', source: 'marks', filter: get('lit'), paint: { 'circle-radius': ['+', get('r'), 4], 'circle-color': 'transparent', 'circle-stroke-width': 3, 'circle-stroke-color': colours['accent']! } },
    { id: 'bubbles', type: 'circle', source: 'bubbles', paint: { 'circle-radius': get('r'), 'circle-color': colours['ink']!, 'circle-opacity': 0.82, 'circle-stroke-width': 2, 'circle-stroke-color': colours['surface']! } },
    { id: 'bubbles-number', type: 'symbol', source: 'bubbles', layout: { 'text-field': get('text'), 'text-font': ['Noto'], 'text-size': 13, 'text-allow-overlap': true }, paint: { 'text-color': colours['paper']! } },
  ]
  return { below, above }
}

const tiled = (colours: Record<string, string>): LayerSpecification[] => [
  { id: 'tiles', type: 'circle', source: 'tiles', 'source-layer': 'claims', paint: { 'circle-radius': ['interpolate', ['linear'], ['sqrt', get('claims')], 1, 5, 10, 14, 60, 30], 'circle-color': colours['ink-2']!, 'circle-opacity': 0.85, 'circle-stroke-width': 1.5, 'circle-stroke-color': colours['surface']! } },
  { id: 'tiles-number', type: 'symbol', source: 'tiles', 'source-layer': 'claims', filter: ['>', get('claims'), 9], layout: { 'text-field': ['to-string', get('claims')], 'text-font': ['Noto'], 'text-size': 11.5 }, paint: { 'text-color': colours['paper']! } },
]

/** Draw the vector tiles of a template over all else: others than before, or none. The style stays as it is. */
export function drawTiles(map: MapLibre, template: string | null): void {
  const source = map.getSource('tiles') as VectorTileSource | undefined
  if (source && template) {
    if (source.tiles?.[0] !== template) source.setTiles([template])
  } else if (source) {
    for (const { id } of tiled(tokens())) map.removeLayer(id)
    map.removeSource('tiles')
  } else if (template) {
    map.addSource('tiles', { type: 'vector', tiles: [template], maxzoom: 14 })
    for (const layer of tiled(tokens())) map.addLayer(layer)
  }
}

/** Return the style for a language and the colours of the theme, without its names and tiles: these come with the record. */
export function styleOf(lang: Lang, colours: Record<string, string>, made: Base): StyleSpecification {
  const layers = record(colours)
  const data = (collection: FeatureCollection) => ({ type: 'geojson' as const, data: collection })
  return {
    version: 8,
    'font-faces': { Noto: [{ url: arabic, 'unicode-range': ARABIC }, { url: latinMore, 'unicode-range': ['U+0100-02BA', 'U+1E00-1EFF'] }, { url: latin }] },
    sources: {
      land: { ...data(made.land), attribution: 'Natural Earth' },
      borders: data(made.borders),
      ...Object.fromEntries(['areas', 'cells', 'spread', 'marks', 'bubbles', 'labels'].map((name) => [name, data(EMPTY)])),
    },
    layers: [
      { id: 'sea', type: 'background', paint: { 'background-color': colours['sea']! } },
      { id: 'land', type: 'fill', source: 'land', paint: { 'fill-color': colours['land']! } },
      { id: 'borders', type: 'line', source: 'borders', paint: { 'line-color': colours['border']!, 'line-width': ['interpolate', ['linear'], ['zoom'], 2, 0.6, 8, 1.6] } },
      ...layers.below,
      ...names(lang, colours),
      ...layers.above,
    ],
  } as StyleSpecification
}
