/** Claims that a saved search of one's own found and that nobody has looked at yet. */

import { untrack } from 'svelte'
import { fresh } from './api.ts'
import { may } from './session.svelte.ts'

export interface SavedSearch {
  readonly number: number
  readonly name: string
  readonly query: Readonly<Record<string, unknown>>
  readonly hook: string | null
  readonly created: string
  readonly new: number
}

let searches = $state.raw<readonly SavedSearch[]>([])
let news = $state.raw<readonly SavedSearch[]>([])
let asked = false
const LATER = 4000 // milliseconds: searches are asked just after a new version of the record is there

export const notices = {
  get searches(): readonly SavedSearch[] {
    return searches
  },
  /** How many finds wait. */
  get waiting(): number {
    return searches.reduce((sum, one) => sum + one.new, 0)
  },
  /** The searches that found something since they were asked last. */
  get news(): readonly SavedSearch[] {
    return news
  },
}

/** Ask which searches found something. */
export async function ask(): Promise<void> {
  const before = new Map(searches.map((one) => [one.number, one.new]))
  const found = await fresh<readonly SavedSearch[]>('alerts')
  const more = found.filter((one) => one.new > (before.get(one.number) ?? 0))
  if (asked && more.length) news = more
  else if (!found.some((one) => one.new)) news = []
  searches = found
  asked = true
}

/** Take the notice away. */
export function seen(): void {
  news = []
}

/**
 * Ask, where there is still somebody who may; leave things as they are where nobody answers. An effect that calls this does
 * not hang on what is found, which would make it ask for ever.
 */
export const hear = (): void => untrack(() => void (may('alert') && ask().catch(() => undefined)))

/** The record has changed: ask now, and once more when every search was surely asked. */
export function changed(): void {
  hear()
  setTimeout(hear, LATER)
}
