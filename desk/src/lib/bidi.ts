/**
 * Strings that come from outside. Svelte escapes them; this file takes care of what escaping does not: characters that
 * reorder the words around them, hide letters or pretend to be nothing. Offsets are counted in code points.
 */

// Marks, embeddings, overrides, isolates; zero-width and invisible characters; line and paragraph separators.
const CONTROLS = /[\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad\u2028\u2029\u{e0000}-\u{e007f}]/gu
const JOINERS = /[\u200c\u200d]/u

/** Return a name or title for a line of its own: without controls (joiners stay), spaces joined. */
export function clean(text: string | null | undefined): string {
  const kept = (text ?? '').replace(CONTROLS, (mark) => (JOINERS.test(mark) ? mark : ''))
  // eslint-disable-next-line no-control-regex
  return kept.replace(/[\u0000-\u001f\u007f\s]+/g, ' ').trim()
}

/** Return how many characters `clean` takes out: a reader is told when a text hides some. */
export const hidden = (text: string): number => [...text.matchAll(CONTROLS)].filter(([mark]) => !JOINERS.test(mark)).length

/**
 * Return printed text with every control made harmless, one code point for one, so that spans still fit: an invisible
 * separator (U+2063 has no effect on order) stands in for it.
 */
export const printed = (text: string): string =>
  text.replace(CONTROLS, (mark) => (JOINERS.test(mark) ? mark : mark.length === 1 ? '\u2063' : '\u{1d173}'))

/** Return the text cut by code points, as spans count. */
export const points = (text: string): string[] => Array.from(text)
export const slice = (all: readonly string[], start: number, end: number): string => all.slice(start, end).join('')

/** Return the direction of a text by its first strong letter. */
export function direction(text: string): 'rtl' | 'ltr' {
  const strong = /[\p{L}]/u.exec(text)?.[0]
  return strong && /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}]/u.test(strong) ? 'rtl' : 'ltr'
}

const MARKS = /[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0640]/g

/** Return a name without vowel marks and tatweel, for labels on the map, which would draw the marks apart. */
export const unmarked = (text: string): string => clean(text).replace(MARKS, '')

/** Return digits and signs that keep their order in a line of Arabic that is copied as text: U+200E stands on both sides. */
export const leftToRight = (text: string): string => `\u200e${text}\u200e`

/** Isolate a value from the direction of the words around it (U+2068 … U+2069), where no element can do so. */
export const isolate = (text: string): string => `\u2068${text}\u2069`
