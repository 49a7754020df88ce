/** Claims by their keys, a page at a time: the API takes 500 keys at most, and an address has its length. */

import { address, get } from './api.ts'
import type { components } from './schema.d.ts'

export type ClaimItem = components['schemas']['ClaimPage']['items'][number]
const AT_ONCE = 100

/** Return the claims that may be seen, by key; the others are not in the answer. */
export async function byKey(keys: readonly string[]): Promise<ReadonlyMap<string, ClaimItem>> {
  const parts = Array.from({ length: Math.ceil(keys.length / AT_ONCE) }, (_, n) => keys.slice(n * AT_ONCE, (n + 1) * AT_ONCE))
  const pages = await Promise.all(
    parts.map((key) => get<{ items: ClaimItem[] }>(address('claims', { key, limit: AT_ONCE }))),
  )
  return new Map(pages.flatMap(({ items }) => items.map((item) => [item.key, item])))
}
