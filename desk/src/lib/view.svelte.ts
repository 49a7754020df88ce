/** The view that is open, kept in the address: `view` is read everywhere, `go` is the one way to change it. */

import { read, write, type Selection, type View } from './url.ts'

type Mutable<T> = { -readonly [K in keyof T]: T[K] }

const open: Mutable<View> = $state(read(location.search))

/** The open view. A component or an effect that reads a field follows that field alone. */
export const view: View = open

/** Return the open view as it is now. */
export const snapshot = (): View => $state.snapshot(open) as View

/** Set the fields that differ, and no others: what did not change is not drawn anew. */
function set(next: View): void {
  for (const name of Object.keys(next) as (keyof View)[])
    if (JSON.stringify(open[name]) !== JSON.stringify(next[name])) Object.assign(open, { [name]: next[name] })
}

/** Return the address of the open view with changes: for real links, which open in a new tab too. */
export function linkTo(change: Partial<View>): string {
  return `?${write({ ...open, frozen: null, ...change })}`
}

/**
 * Change the view. A step of its own in the history by default; `replace` is for what moves continuously (a drag of
 * the map, typing).
 */
export function go(change: Partial<View>, how: 'push' | 'replace' = 'push'): void {
  const now = snapshot()
  const next = { ...now, frozen: null, ...change }
  const search = `?${write(next)}`
  if (search !== `?${write(now)}`) {
    if (how === 'push') history.pushState(null, '', search)
    else history.replaceState(null, '', search)
  }
  set(next)
}

export const show = (type: Selection['type'], id: string): void => go({ selection: { type, id } })

/** Follow a link inside the desk without loading it anew; clicks meant for a new tab are left alone. */
export function follow(event: MouseEvent): void {
  const link = (event.target as Element | null)?.closest<HTMLAnchorElement>('a[href^="?"]')
  if (!link || event.defaultPrevented || event.button !== 0) return
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || link.target === '_blank') return
  event.preventDefault()
  go(read(link.getAttribute('href')!.slice(1)))
}

addEventListener('popstate', () => {
  set(read(location.search))
})
