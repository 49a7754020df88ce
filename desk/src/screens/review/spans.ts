/** Words of a report as spans of code points: where words begin, what a person selected, what a claim stands on. Pure. */

import type { Mark } from '../../lib/marks.ts'
import type { Edits, Given, Pair, PlaceValue, Written } from './types.ts'

/** Return where each word of a text begins and ends, in code points. */
export function wordsOf(text: string, lang: string): Pair[] {
  const found: Pair[] = []
  let at = 0
  for (const { segment, isWordLike } of new Intl.Segmenter(lang, { granularity: 'word' }).segment(text)) {
    const length = Array.from(segment).length
    if (isWordLike) found.push([at, at + length])
    at += length
  }
  return found
}

/** Return the word at a point, or the next one after it. */
export const wordAt = (words: readonly Pair[], point: number): Pair | null =>
  words.find(([, end]) => end > point) ?? words[words.length - 1] ?? null

/** Return the point of a selection moved by one word: to the end of the next one, or to the beginning of the one before. */
export function step(words: readonly Pair[], point: number, forward: boolean): number {
  if (forward) return words.find(([, end]) => end > point)?.[1] ?? point
  return [...words].reverse().find(([start]) => start < point)?.[0] ?? point
}

const isPair = (value: unknown): value is Pair => Array.isArray(value) && value.length === 2 && value.every((n) => typeof n === 'number')
const spanOf = (value: unknown): Pair | null => {
  const span = typeof value === 'object' && value !== null && 'span' in value ? (value as { span: unknown }).span : null
  return isPair(span) ? span : null
}

/** Return the words behind each slot of a claim, with corrections that were not sent yet over them. */
export function marksOf(claim: Written, slots: readonly string[], edits: Edits): Mark[] {
  const marks: Mark[] = [{ slot: 'evidence', start: claim.span[0], end: claim.span[1] }]
  claim.also_spans.forEach(([start, end]) => marks.push({ slot: 'also', start, end }))
  for (const slot of slots) {
    for (const [start, end] of spansOf(claim, slot, edits)) marks.push({ slot, start, end })
  }
  return marks
}

/** Return the words of one slot. */
export function spansOf(claim: Written, slot: string, edits: Edits): Pair[] {
  const value = slot in edits ? edits[slot] : claim[slot]
  if (slot === 'place') return ((value ?? []) as readonly PlaceValue[]).map(spanOf).filter((span) => span !== null)
  const own = spanOf(value) ?? (slot in edits ? null : claim.spans[slot])
  return own ? [own] : []
}

/** Return the figures that stand in words: 12, or 12 and 15. Number words are left to the person. */
export function figures(words: string): number[] {
  const latin = words.replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) & 15)).replace(/(\d)[,\u066c](?=\d{3})/g, '$1')
  return [...latin.matchAll(/\d+/g)].map(([digits]) => Number(digits)).filter((n) => n <= 1e9)
}

/** Return a slot's value as a correction that changes nothing yet. */
export function startOf(type: string, claim: Written, slot: string): Given {
  const value = claim[slot]
  const span = spansOf(claim, slot, {})[0] ?? null
  if (type === 'count') {
    const { low = null, high = null, qualifier = 'exact' } = (value ?? {}) as Record<string, unknown>
    return { span, low, high, qualifier }
  }
  if (type === 'time') {
    const { start = null, end = null, granularity = 'day' } = (value ?? {}) as Record<string, unknown>
    return { span, start, end, granularity }
  }
  if (type === 'name') return { span, value: ((value ?? {}) as { name?: string | null }).name ?? null }
  return { span, value: (value as string | boolean | null) ?? null }
}
