/** Claims that a saved search of one's own found and that nobody has looked at yet. */

import { fresh } from './api.ts'

export interface SavedSearch {
  readonly number: number
  readonly name: string
  readonly query: Readonly<Record<string, unknown>>
  readonly hook: string | null
  readonly created: string
  readonly new: number
}

let searches = $state.raw<readonly SavedSearch[]>([])

export const notices = {
  get searches(): readonly SavedSearch[] {
    return searches
  },
  /** How many finds wait. */
  get waiting(): number {
    return searches.reduce((sum, one) => sum + one.new, 0)
  },
}

/** Ask which searches found something. */
export async function ask(): Promise<void> {
  searches = await fresh<readonly SavedSearch[]>('alerts')
}

/** Ask, and leave things as they are where nobody answers. */
export const hear = (): void => void ask().catch(() => undefined)
