/** Names of who asserts, acts or prints, in Arabic where the record knows them: from the facets of its summary. */

import { address } from '../lib/api.ts'
import { clean } from '../lib/bidi.ts'
import { inLang } from '../lib/i18n.ts'
import { partyName } from '../lib/parties.ts'
import { resource } from '../lib/resource.svelte.ts'
import type { components } from '../lib/schema.d.ts'
import { view } from '../lib/view.svelte.ts'

type Facet = components['schemas']['Facet']
type Summary = components['schemas']['Summary']

/** Return a name in the language of the view. The desk's own table of parties has the neutral Arabic name; else the record's. */
export function inWords(name: string, arabic?: string | null): string {
  const own = partyName(name)
  return clean(inLang(own !== clean(name) ? own : arabic, name))
}

/** Call while a component is set up; the function that comes back shows a name in the language of the view. */
export function names(): (name: string | null | undefined) => string {
  const summary = resource<Summary>(() => (view.lang === 'ar' ? address('summary', { limit: 200 }) : null))
  const arabic = $derived.by(() => {
    const found = new Map<string, string>()
    const all: Facet[] = [...(summary.data?.lineages ?? []), ...(summary.data?.actors ?? []), ...(summary.data?.outlets ?? [])]
    for (const { name, name_ar } of all) if (name_ar) found.set(name, name_ar)
    return found
  })
  return (name) => (name ? inWords(name, arabic.get(name)) : '')
}
