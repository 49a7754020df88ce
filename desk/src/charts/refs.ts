/** From a value to its words: every figure of a ledger is a link that opens its claim, by its key, in the side panel. */

import { linkTo, view } from '../lib/view.svelte.ts'

export const claimHref = (key: string | undefined): string =>
  key ? linkTo({ selection: { type: 'claim', id: key } }) : linkTo({})

export const placeHref = (id: string): string => linkTo({ selection: { type: 'place', id } })
export const reportHref = (id: string): string => linkTo({ selection: { type: 'report', id } })
export const eventHref = (id: string): string => linkTo({ selection: { type: 'event', id } })

/** Tell whether one of the claims is open in the side panel. */
export const isOpen = (keys: readonly string[]): boolean =>
  view.selection?.type === 'claim' && keys.includes(view.selection.id)
