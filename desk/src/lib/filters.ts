/** What the view asks of the API (docs/api.md, Filters): one place, so that every screen and every export asks the same. */

import type { Query } from './api.ts'
import { view } from './view.svelte.ts'

/** The two times alone. */
export const times = (): Query => ({ as_of: view.asOf, known_on: view.knownOn })

/** All filters of the view, in the names of the API, which refuses a parameter that a resource does not have. */
export const filters = (): Query => ({
  ...times(),
  from: view.from,
  to: view.to,
  kind: view.kinds,
  grade: view.grades,
  certainty: view.certainties,
  place: view.place,
  actor: view.actor,
  text: view.q,
})

/** The filters without the days chosen on the timeline, which itself shows all days. */
export const everyDay = (): Query => ({ ...filters(), from: null, to: null })

/** Tell how many filters narrow what is shown. */
export const narrowed = (): number =>
  Number(view.kinds.length > 0) +
  Number(view.grades.length > 0) +
  Number(view.certainties.length > 0) +
  [view.from ?? view.to, view.place, view.actor, view.q].filter(Boolean).length
