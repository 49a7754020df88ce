/**
 * The room at work: the queue, the claim that is open, what is typed and not sent, and what is done. Nothing typed is lost:
 * it goes to the server as a draft, and stays on the screen when an action is refused.
 */

import { ApiError, del, fresh, post, put } from '../../lib/api.ts'
import { problem } from '../../lib/errors.ts'
import { t, tn } from '../../lib/i18n.ts'
import { may, session } from '../../lib/session.svelte.ts'
import { go, view } from '../../lib/view.svelte.ts'
import type { Asking, Draft, Edit, Edits, Item, Page, Row, Standing, Verb, Wish } from './types.ts'

const LATER = 700 // milliseconds after the last key before a draft is kept
const NOTHING = 'none' // what was seen of a claim that nobody had acted on
const AHEAD = 6 // rows before the end of the list at which the next page is asked for
const DECIDES: readonly Verb[] = ['accept', 'reject', 'unsure', 'hold', 'submit', 'second', 'publish', 'publish_alone', 'withdraw']

/** Parts of the queue, in the order of the work, each with its states. */
export const PARTS = {
  read: ['machine'],
  work: ['in_review', 'on_hold'],
  second: ['reviewed'],
  publish: ['second_read'],
  public: ['single_read', 'published'],
  out: ['rejected', 'withdrawn'],
} as const
export type Part = keyof typeof PARTS

/** The part that is open: the one in the address, else where the role's work begins. */
export function part(): Part {
  const asked = view.options['review.part']
  if (asked && asked in PARTS) return asked as Part
  return session.me.role === 'second_reader' ? 'second' : 'read'
}

export const option = (name: string): string | null => view.options[`review.${name}`] ?? null
export function choose(change: Readonly<Record<string, string | null>>, how: 'push' | 'replace' = 'push'): void {
  const options = { ...view.options }
  for (const [name, value] of Object.entries(change)) {
    if (value) options[`review.${name}`] = value
    else delete options[`review.${name}`]
  }
  go({ options }, how)
}

function unique(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

class Room {
  rows = $state.raw<readonly Row[]>([])
  next = $state.raw<string | null>(null)
  tally = $state.raw<Readonly<Record<string, number>>>({})
  kinds = $state.raw<Readonly<Record<string, number>>>({})
  loading = $state(true)
  failed = $state.raw<ApiError | null>(null)

  item = $state.raw<Item | null>(null)
  missing = $state('')
  edits = $state.raw<Edits>({})
  why = $state('')
  asking = $state.raw<Asking | null>(null)
  /** The slot whose box is open. */
  slot = $state<string | null>(null)
  busy = $state(false)
  wrong = $state('')
  /** Others acted meanwhile: what was typed is kept. */
  stale = $state(false)
  restored = $state(false)
  /** What was done last, for who cannot see it. */
  said = $state('')
  /** What can be taken back, the last first. */
  done = $state.raw<readonly { key: string; name: string; verb: Verb }[]>([])

  #ahead = new Map<string, Promise<Item>>()
  #timer: ReturnType<typeof setTimeout> | undefined
  #turn = 0

  /** Ask for the queue anew. */
  async load(): Promise<void> {
    const turn = ++this.#turn
    this.loading = true
    try {
      const page = await this.#page(null)
      if (turn !== this.#turn) return
      this.rows = page.rows
      this.#take(page)
      this.failed = null
      const open = option('at')
      if (!open && page.rows[0]) this.select(page.rows[0].key, 'replace')
    } catch (error) {
      if (turn === this.#turn) this.failed = error instanceof ApiError ? error : new ApiError(0, String(error))
    } finally {
      if (turn === this.#turn) this.loading = false
    }
  }

  async more(): Promise<void> {
    const after = this.next
    if (!after) return
    this.next = null
    const turn = this.#turn
    const page = await this.#page(after).catch(() => null)
    if (turn !== this.#turn) return
    if (!page) {
      this.next = after
      return
    }
    const known = new Set(this.rows.map((row) => row.key))
    this.rows = [...this.rows, ...page.rows.filter((row) => !known.has(row.key))]
    this.#take(page)
  }

  #page(cursor: string | null): Promise<Page> {
    const states = PARTS[part()].join(',')
    return fresh<Page>('review/queue', { state: states, kind: option('kind'), reader: option('mine') ? session.me.alias : null, report: option('report'), cursor })
  }

  #take(page: Page): void {
    this.next = page.next
    this.tally = page.tally
    this.kinds = page.kinds
  }

  select(key: string, how: 'push' | 'replace' = 'replace'): void {
    choose({ at: key }, how)
  }

  /** Go to the next or the one before of the list; at the end stay. */
  move(by: 1 | -1): void {
    const at = this.rows.findIndex((row) => row.key === option('at'))
    const to = this.rows[at + by]
    if (to) this.select(to.key)
    if (at + by >= this.rows.length - AHEAD) void this.more()
  }

  /** Show the claim with a key; what was typed about it earlier comes back. */
  async open(key: string | null): Promise<void> {
    this.flush()
    this.#clear()
    this.item = null
    if (!key) return
    try {
      const item = await (this.#ahead.get(key) ?? fresh<Item>(`review/claims/${encodeURIComponent(key)}`))
      this.#ahead.delete(key)
      if (option('at') !== key) return
      this.#show(item)
      this.#restore(item.draft)
      this.#prepare(key)
    } catch (error) {
      this.#ahead.delete(key)
      if (option('at') === key) this.missing = problem(error)
    }
  }

  #show(item: Item): void {
    this.item = item
    this.missing = ''
    this.rows = this.rows.map((row) => (row.key === item.key ? { ...row, state: item.state, grade: item.grade } : row))
  }

  #clear(): void {
    this.edits = {}
    this.why = ''
    this.asking = null
    this.slot = null
    this.wrong = ''
    this.stale = false
    this.restored = false
    this.missing = ''
  }

  #restore(draft: Draft | null): void {
    if (!draft) return
    this.edits = draft.edits ?? {}
    this.why = draft.why ?? ''
    this.asking = draft.asking ?? null
    this.restored = true
  }

  /** Fetch the next claim of the list while this one is read. */
  #prepare(key: string): void {
    const at = this.rows.findIndex((row) => row.key === key)
    const to = this.rows[at + 1]
    if (at < 0 || !to || this.#ahead.has(to.key)) return
    this.#ahead.clear()
    const answer = fresh<Item>(`review/claims/${encodeURIComponent(to.key)}`)
    answer.catch(() => this.#ahead.delete(to.key))
    this.#ahead.set(to.key, answer)
  }

  /** Ask for the open claim anew; what is typed stays. */
  async again(): Promise<void> {
    const key = this.item?.key
    if (!key) return
    const item = await fresh<Item>(`review/claims/${encodeURIComponent(key)}`)
    if (option('at') === key) this.#show(item)
  }

  // What is typed

  edit(slot: string, value: Edit): void {
    this.edits = { ...this.edits, [slot]: value }
    this.keep()
  }

  leave(slot: string): void {
    const { [slot]: _, ...rest } = this.edits
    this.edits = rest
    this.keep()
  }

  ask(asking: Asking | null): void {
    this.asking = asking
    this.wrong = ''
    this.keep()
  }

  /** Keep what is typed as a draft, a little later. */
  keep(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.flush(), LATER)
  }

  flush(): void {
    if (this.#timer === undefined) return
    clearTimeout(this.#timer)
    this.#timer = undefined
    const key = this.item?.key
    if (!key || !may('draft')) return
    const typed: Draft = { edits: this.edits, why: this.why, asking: this.asking }
    this.#put(key, typed).catch(() => undefined) // it is tried again with the next key, and stays on the screen
  }

  #put(key: string, { edits = {}, why = '', asking = null }: Draft): Promise<unknown> {
    const path = `review/drafts/${encodeURIComponent(key)}`
    return Object.keys(edits).length || why.trim() || asking ? put(path, { body: { edits, why, asking } }) : del(path)
  }

  // What is done

  can(verb: Verb): boolean {
    return this.item?.may.includes(verb) ?? false
  }

  /** Tell whether sending the corrections overrides a value, which takes a reason. */
  get overrides(): boolean {
    const claim = this.item?.claim
    return claim ? Object.keys(this.edits).some((slot) => claim[slot] !== null && claim[slot] !== undefined) : false
  }

  async send(): Promise<boolean> {
    const slots = Object.keys(this.edits)
    if (!slots.length) return false
    if (this.overrides && this.why.trim().length < 3) {
      this.wrong = t('review.why_short')
      return false
    }
    const verb: Verb = slots.every((slot) => slot === 'place') ? 'geocode' : 'edit'
    return this.act([{ verb, slots: this.edits, why: this.why }])
  }

  /** Do what is asked for with the open claim, all of it or nothing; tell whether it was done. */
  async act(wanted: readonly Omit<Wish, 'key'>[], forward = false): Promise<boolean> {
    const item = this.item
    if (!item || this.busy) return false
    this.busy = true
    this.wrong = ''
    const wishes = wanted.map((wish, n) => ({ ...wish, key: item.key, name: unique(), ...(n ? {} : { seen: item.seen ?? NOTHING }) }))
    clearTimeout(this.#timer)
    this.#timer = undefined
    const typed: Draft = { edits: this.edits, why: this.why, asking: this.asking }
    try {
      const { claims } = await post<{ claims: Standing[] }>('review/actions', { wishes })
      const last = claims[claims.length - 1]!
      const stayed = option('at') === item.key
      if (stayed) this.#clear()
      this.#note(last, wishes.map((wish) => ({ key: item.key, name: wish.name, verb: wish.verb })))
      if (stayed && forward) this.#forward(last)
      else if (stayed) await this.again()
      return true
    } catch (error) {
      if (option('at') === item.key) await this.#refused(error)
      else await this.#back(item.key, typed)
      return false
    } finally {
      this.busy = false
    }
  }

  #note(now: Standing, did: readonly { key: string; name: string; verb: Verb }[]): void {
    const before = this.rows.find((row) => row.key === now.key)?.state
    if (before && before !== now.state) {
      const tally = { ...this.tally, [before]: Math.max(0, (this.tally[before] ?? 1) - 1), [now.state]: (this.tally[now.state] ?? 0) + 1 }
      this.tally = tally
    }
    this.rows = this.rows.map((row) => (row.key === now.key ? { ...row, state: now.state, grade: now.grade } : row))
    this.done = [...[...did].reverse().filter(({ verb }) => verb !== 'undo' && verb !== 'comment'), ...this.done].slice(0, 100)
    this.said = did.map(({ verb }) => t(`review.did.${verb}`)).join(' ')
  }

  #forward(now: Standing): void {
    const at = this.rows.findIndex((row) => row.key === now.key)
    if (at >= 0 && at + 1 < this.rows.length) this.move(1)
    else void this.again()
  }

  async #refused(error: unknown): Promise<void> {
    if (error instanceof ApiError && error.status === 409) {
      this.stale = true
      await this.again().catch(() => undefined)
      this.keep()
      return
    }
    this.wrong = problem(error)
    this.keep()
  }

  /** Go back to a claim that was left before it was said that the action is refused; what was typed for it is there. */
  async #back(key: string, typed: Draft): Promise<void> {
    this.#ahead.delete(key)
    await this.#put(key, typed).catch(() => undefined)
    this.select(key)
  }

  /** Take back what was done last in this sitting, wherever it was done; else one's own last action on this claim. */
  async undo(): Promise<void> {
    const last = this.done[0] ?? this.#own()
    if (!last || this.busy) return
    this.busy = true
    this.wrong = ''
    const before = option('at')
    try {
      const wish = { verb: 'undo', key: last.key, target: last.name, name: unique() }
      const { claims } = await post<{ claims: Standing[] }>('review/actions', { wishes: [wish] })
      this.done = this.done.slice(1)
      this.#note(claims[0]!, [{ key: last.key, name: wish.name, verb: 'undo' }])
      this.#ahead.delete(last.key)
      if (option('at') === last.key) await this.again()
      else if (option('at') === before) this.select(last.key) // whoever has gone on meanwhile stays there
    } catch (error) {
      this.wrong = problem(error)
      this.done = this.done.filter((one) => one !== last)
    } finally {
      this.busy = false
    }
  }

  #own(): { key: string; name: string; verb: Verb } | null {
    const item = this.item
    const step = [...(item?.history ?? [])].reverse().find((one) => one.by === session.me.alias && !one.refused && !one.undone && one.verb !== 'undo' && one.verb !== 'comment')
    return item && step ? { key: item.key, name: step.name, verb: step.verb } : null
  }

  get undoable(): boolean {
    return this.done.length > 0 || this.can('undo')
  }

  /** How many of the list are left to decide: for the head of the list. */
  get count(): string {
    return tn('review.claims', PARTS[part()].reduce((sum, state) => sum + (this.tally[state] ?? 0), 0))
  }
}

export const room = new Room()
export const goesOn = (verb: Verb): boolean => DECIDES.includes(verb)
