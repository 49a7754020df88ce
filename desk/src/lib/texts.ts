/** The desk's words as they stand in texts/ar.json and texts/en.json, by key. */

import ar from '../texts/ar.json'
import en from '../texts/en.json'
import type { Lang } from './url.ts'

const TEXTS: Record<Lang, unknown> = { ar, en }

export type Texts = typeof en

/** Return what stands at a key: a text, forms by number, a section, or undefined. */
export function find(lang: Lang, key: string): unknown {
  return key.split('.').reduce<unknown>((node, part) => (node as Record<string, unknown> | undefined)?.[part], TEXTS[lang])
}
