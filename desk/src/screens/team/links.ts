import { view } from '../../lib/view.svelte.ts'

/** Return the address that carries a token behind `#`, which no browser sends. */
export const linked = (what: 'join' | 'renew', token: string): string =>
  `${new URL(`?lang=${view.lang}`, location.href).href}#${what}=${token}`
