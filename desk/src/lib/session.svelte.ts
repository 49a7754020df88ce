/**
 * Who uses the desk, and what they may do (docs/people.md). The server decides everything anew; what is asked here decides
 * only which links and buttons are shown.
 */

import { carry, del, fresh, onrefused, post } from './api.ts'
import { refresh } from './resource.svelte.ts'
import type { WORK } from './url.ts'

export type Role = 'nobody' | 'viewer' | 'analyst' | 'second_reader' | 'editor' | 'administrator' | 'alone'
export const ROLES = ['viewer', 'analyst', 'second_reader', 'editor', 'administrator'] as const

/** What `GET /me` answers. `may` are actions of the policy; `set_up`: somebody has an account. */
export interface Me {
  readonly alias: string | null
  readonly role: Role
  readonly csrf: string | null
  readonly may: readonly string[]
  readonly team: boolean
  readonly provider: boolean
  readonly second_factor: boolean
  readonly set_up: boolean
}

const NOBODY: Me = { alias: null, role: 'nobody', csrf: null, may: [], team: false, provider: false, second_factor: false, set_up: true }
let me = $state.raw<Me>(NOBODY)
let known = $state(false)
let first: Promise<void> | null = null

/** Who is signed in; nobody until the server has said so (`known`). */
export const session = {
  get me(): Me {
    return me
  },
  get known(): boolean {
    return known
  },
  /** Somebody is signed in, or works alone. */
  get signedIn(): boolean {
    return me.role !== 'nobody'
  },
}

/** Tell whether who is signed in may do an action of the policy (marsad/people/data/policy.tsv). */
export const may = (action: string): boolean => me.may.includes(action)

/** The actions that open a screen of work: one of them is enough. An account is everybody's own. */
const OPENS: Readonly<Record<(typeof WORK)[number], readonly string[]>> = {
  review: ['queue'],
  briefing: ['brief'],
  publication: ['public'],
  alerts: ['alert'],
  team: ['people', 'audit'],
  account: [],
}

/** Tell whether who is signed in has any use for a screen of work. */
export const opens = (screen: (typeof WORK)[number]): boolean => OPENS[screen].some(may)

/** Ask the server who this is. Where it is somebody else than before, everything on the screen is asked anew. */
export async function identify(): Promise<void> {
  const before = known ? `${me.alias} ${me.role}` : null
  me = await fresh<Me>('me')
  carry(me.csrf)
  known = true
  if (before !== null && before !== `${me.alias} ${me.role}`) refresh()
}

/** Ask once, when the desk starts. */
export const ready = (): Promise<void> => (first ??= identify().catch(() => void (known = true)))

export async function signIn(login: string, password: string, code: string | null): Promise<void> {
  await post('session', { login, password, ...(code ? { code } : {}) })
  await identify()
}

/** Make the account behind an invitation, or the first one of all, and sign it in. */
export async function join(token: string, login: string, password: string): Promise<void> {
  await post('accounts', { token, login, password })
  await identify()
}

/** Set a new password by the link of an administrator, and sign in. */
export async function renew(token: string, password: string): Promise<void> {
  await post('renewals', { token, password })
  await identify()
}

export async function signOut(): Promise<void> {
  await del('session')
  me = { ...me, alias: null, role: 'nobody', csrf: null, may: ['public'] } // at once: nothing is asked for that was theirs
  carry(null)
  refresh()
  await identify()
}

/** Go to the provider of the team, with an invitation where this is the first time. */
export async function toProvider(invitation: string | null): Promise<void> {
  const { address } = await post<{ address: string }>('oidc', invitation ? { invitation } : {})
  location.assign(address)
}

onrefused(() => void identify().catch(() => undefined))

const HASH = /^#(join|renew)=([\w-]{20,200})$/

/**
 * The token that the address carried behind `#`: of an invitation, or of a new password. It is taken out of the address
 * at once, so that it stays in no history and no link that is copied; a browser sends it to nobody.
 */
export const carried = $state<{ token: string | null; renewal: string | null }>({ token: null, renewal: null })

function take(): void {
  const [, kind, token] = HASH.exec(location.hash) ?? []
  if (!token) return
  history.replaceState(null, '', location.pathname + location.search)
  carried[kind === 'join' ? 'token' : 'renewal'] = token
}
take()
addEventListener('hashchange', take)
