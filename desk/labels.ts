import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'

/**
 * Makes `virtual:labels` from the gazetteer that ships with Marsad: the address of a file with names for the map, and the
 * points of neighbourhoods. A row is `[English, Arabic, longitude, latitude, rank]`; the lower the rank, the farther out
 * it is shown.
 */
const TABLE = fileURLToPath(new URL('../marsad/places/data/places.tsv', import.meta.url))
const NAME = 'virtual:labels'

type Row = [string, string, number, number, number]

function rankOf(kind: string, population: number, flags: string, arabic: boolean): number | null {
  if (kind === 'country') return 0
  if (kind === 'neighbourhood') return 7
  if (kind !== 'town') return null
  if (flags.includes('c')) return 1
  if (population >= 1_000_000) return 2
  if (population >= 250_000) return 3
  if (population >= 60_000) return 4
  if (population >= 20_000) return 5
  return arabic ? 6 : null
}

function rows(): Row[] {
  const found: Row[] = []
  for (const line of readFileSync(TABLE, 'utf8').split('\n')) {
    if (!line || line.startsWith('#')) continue
    const [, kind = '', , , en = '', ar = '', lat = '', lon = '', population = '', flags = ''] = line.split('\t')
    const name = ar.split('|')[0] ?? ''
    const rank = lat && lon ? rankOf(kind, Number(population), flags, name !== '') : null
    if (rank !== null) found.push([en, name, Number(lon), Number(lat), rank])
  }
  return found.sort((a, b) => a[4] - b[4])
}

export function labels(): Plugin {
  let building = false
  return {
    name: 'marsad-labels',
    configResolved(config) {
      building = config.command === 'build'
    },
    resolveId: (id) => (id === NAME ? `\0${NAME}` : null),
    load(id) {
      if (id !== `\0${NAME}`) return null
      this.addWatchFile(TABLE)
      if (!building) return `export default ${JSON.stringify(`data:application/json,${encodeURIComponent(JSON.stringify(rows()))}`)}`
      const file = this.emitFile({ type: 'asset', name: 'labels.json', source: JSON.stringify(rows()) })
      return `export default import.meta.ROLLUP_FILE_URL_${file}`
    },
  }
}
