/** What the list of reports is asked for: the filters of the view, and words of their own. */

import type { Query } from '../../lib/api.ts'
import { filters } from '../../lib/filters.ts'
import { view } from '../../lib/view.svelte.ts'

/** Words sought anywhere in the reports; the view's own words are sought in the passages of claims. */
export const words = (): string => view.options['reports.words'] ?? ''

export const asked = (): Query => ({ ...filters(), q: words() || null })
