/** The slots of a claim as rows for people: what was read, the words behind it, or how it was inferred. */

import { clean } from '../../lib/bidi.ts'
import { count, days, list } from '../../lib/format.ts'
import { hasWord, inLang, t, word } from '../../lib/i18n.ts'
import type { components } from '../../lib/schema.d.ts'

type Schemas = components['schemas']
export type Claim = Schemas['Claim'] | Schemas['PublicClaim'] | Schemas['ClaimItem']

export interface SlotRow {
  readonly slot: string
  /** What is shown, cleaned. */
  readonly value: string
  /** The neutral name beside a printed form. */
  readonly name: string | null
  readonly inferred: string | null
}

interface Entity {
  text?: string
  name?: string | null
  inferred?: string
}
interface CountSlot {
  low: number | null
  high: number | null
  qualifier: string
  text?: string | null
}

const WORDS: Readonly<Record<string, string>> = { cause: 'type', type: 'type', status: 'status', act: 'act' }

function valueOf(slot: string, value: unknown): Omit<SlotRow, 'slot' | 'inferred'> & { inferred?: string } {
  if (typeof value === 'boolean') return { value: word('bool', String(value)), name: null }
  if (Array.isArray(value)) return { value: list(value.map((item) => clean(String(item)))), name: null }
  if (typeof value === 'object' && value !== null) {
    if ('low' in value) return { value: count(value as CountSlot), name: null }
    const { text, name, inferred } = value as Entity
    const other = name && name !== text ? clean(name) : null
    return { value: clean(text ?? name ?? ''), name: other, ...(inferred ? { inferred } : {}) }
  }
  const group = WORDS[slot] ?? slot
  const raw = String(value)
  return { value: hasWord(group, raw) ? word(group, raw) : clean(raw), name: null }
}

/** Return one row for every slot that has a value. */
export function rowsOf(claim: Claim): SlotRow[] {
  const rows: SlotRow[] = []
  for (const [slot, value] of Object.entries(claim.detail)) {
    if (value === null || value === '' || value === false || slot === 'subset_of' || (Array.isArray(value) && !value.length)) continue
    const shown = valueOf(slot, value)
    rows.push({ slot, value: shown.value, name: shown.name, inferred: shown.inferred ?? claim.inferred[slot] ?? null })
  }
  for (const place of claim.places) {
    const name = inLang(place.name_ar, place.name)
    rows.push({ slot: 'place', value: clean(place.text), name: name && name !== place.text ? clean(name) : null, inferred: claim.inferred['place'] ?? null })
  }
  const when = whenText(claim.time)
  if (when) rows.push({ slot: 'time', value: when, name: claim.time.text ? clean(claim.time.text) : null, inferred: claim.time.inferred })
  return rows
}

/** Return a time in words; alternatives stay alternatives. */
export function whenText(time: Schemas['When']): string {
  const one = (when: Schemas['When']): string => [days(when.start, when.end) ?? '', when.part ? word('part', when.part) : ''].filter(Boolean).join(' · ')
  if (time.options.length) return time.options.map(one).join(` ${t('panel.or')} `)
  return one(time)
}

/** Return the confidence of a reading as a word: a figure would look more exact than it is. */
export const confidenceWord = (confidence: number): 'high' | 'medium' | 'low' =>
  confidence >= 0.85 ? 'high' : confidence >= 0.6 ? 'medium' : 'low'
