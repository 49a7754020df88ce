/** The view that is open, kept in the address: `view` is read everywhere, `go` is the one way to change it. */

import { read, write, type Selection, type View } from './url.ts'

let current = $state.raw<View>(read(location.search))

/** The open view. Reading a field in a component or an effect follows its changes. */
export const view: View = new Proxy({} as View, { get: (_, name) => current[name as keyof View] })

export const snapshot = (): View => current

/** Return the address of the open view with changes: for real links, which open in a new tab too. */
export function linkTo(change: Partial<View>): string {
  return `?${write({ ...current, frozen: null, ...change })}`
}

/**
 * Change the view. A step of its own in the history by default; `replace` is for what moves continuously (a drag of
 * the map, typing).
 */
export function go(change: Partial<View>, how: 'push' | 'replace' = 'push'): void {
  const next = { ...current, frozen: null, ...change }
  const search = `?${write(next)}`
  if (search === `?${write(current)}`) {
    current = next
    return
  }
  if (how === 'push') history.pushState(null, '', search)
  else history.replaceState(null, '', search)
  current = next
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
  current = read(location.search)
})
