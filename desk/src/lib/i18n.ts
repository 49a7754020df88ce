/**
 * The desk's own words, in the language of the view. All are in texts/ar.json and texts/en.json, a section for each screen;
 * tests/desk/test_texts.py holds that both files have the same keys.
 */

import { isolate } from './bidi.ts'
import { number } from './format.ts'
import { find, type Texts } from './texts.ts'
import { view } from './view.svelte.ts'

type Plural = { other: string }
type Paths<T, P extends string = ''> = {
  [K in keyof T & string]: T[K] extends string | Plural ? `${P}${K}` : Paths<T[K], `${P}${K}.`>
}[keyof T & string]

/** Every key of the texts, such as `map.legend`; svelte-check knows a wrong one. */
export type Key = Paths<Texts>
export type Values = Readonly<Record<string, string | number>>

function fill(text: string, values: Values): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name]
    if (value === undefined) return whole
    return typeof value === 'number' ? number(value) : isolate(value)
  })
}

/** Return a text of the desk. `values` fill `{name}`; numbers are written in the digits chosen. */
export function t(key: Key, values: Values = {}): string {
  const text = find(view.lang, key)
  return typeof text === 'string' ? fill(text, values) : key
}

/** Return a text that has a form for each number: zero, one, two, few, many, other (`{n}` is the number). */
export function tn(key: Key, n: number, values: Values = {}): string {
  const forms = find(view.lang, key) as Record<string, string> | undefined
  if (!forms) return key
  const form = (n === 0 && forms['zero']) || forms[new Intl.PluralRules(view.lang).select(n)] || forms['other'] || key
  return fill(form, { ...values, n })
}

/** Return the word for a value of the codebook: `word('harm', 'killed')`. An unknown value is shown as it is. */
export function word(slot: string, value: string | null | undefined): string {
  if (!value) return t('words.none')
  const text = find(view.lang, `words.${slot}.${value}`)
  return typeof text === 'string' ? text : value.replaceAll('_', ' ')
}

/** Tell whether there is a word for a value. */
export const hasWord = (slot: string, value: string): boolean => typeof find(view.lang, `words.${slot}.${value}`) === 'string'

/** Return what a value of the codebook means, or null. */
export function meaning(slot: string, value: string): string | null {
  const text = find(view.lang, `meanings.${slot}.${value}`)
  return typeof text === 'string' ? text : null
}

/** Return the one of two forms that fits the language: names, titles. */
export const inLang = (arabic: string | null | undefined, english: string | null | undefined): string =>
  (view.lang === 'ar' ? arabic || english : english || arabic) ?? ''
