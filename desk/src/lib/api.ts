/**
 * What the desk asks of Marsad's API (docs/api.md). Types come from its OpenAPI description: `npm run types` writes
 * schema.d.ts from `/openapi.json`.
 *
 * Answers are kept for the session by their address; `forget` drops them when the record changed.
 */

/**
 * An answer that is not what was asked for: status 0 means that nobody answered. `detail` is its body, problem details
 * (RFC 9457) where the API speaks; `headers` are those of the answer.
 */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly detail: unknown = null,
    readonly headers: Headers = new Headers(),
  ) {
    super(message)
  }

  /** Seconds to wait before it is tried again, where the answer says so. */
  get wait(): number | null {
    const seconds = Number(this.headers.get('retry-after') ?? NaN)
    return Number.isFinite(seconds) ? seconds : null
  }
}

export type Value = string | number | boolean | null | undefined | readonly (string | number)[]
export type Query = Readonly<Record<string, Value>>

const BASE = 'api/v1/'
const kept = new Map<string, Promise<unknown>>()
const MOST_KEPT = 60
const HEADER = 'x-csrf-token'
let token: string | null = null
let refused: () => void = () => undefined

/** Take the token of the session, which every request that changes something carries (lib/session.svelte.ts). */
export function carry(csrf: string | null): void {
  token = csrf
}

/** Set what is called when a request is refused for want of a session: it may have ended meanwhile. */
export function onrefused(then: () => void): void {
  refused = then
}

/**
 * Return the address of an answer: `address('claims', {kind: ['attack', 'control'], place: null})`. Empty values are left
 * out; several are written with commas between them.
 */
export function address(path: string, query: Query = {}): string {
  const asked = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value === null || value === undefined || value === '') continue
    const written = Array.isArray(value) ? value.join(',') : String(value)
    if (written) asked.set(name, written)
  }
  const search = asked.toString()
  return `${BASE}${path}${search ? `?${search}` : ''}`
}

/** Ask for JSON at an address. */
export function get<T>(url: string): Promise<T> {
  let answer = kept.get(url)
  if (!answer) {
    answer = fetchJson(url)
    answer.catch(() => kept.delete(url))
    kept.set(url, answer)
    const oldest = kept.keys().next().value
    if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest)
  }
  return answer as Promise<T>
}

export const forget = (): void => kept.clear()

async function answerOf(url: string, init: RequestInit): Promise<{ response: Response; body: unknown }> {
  let response: Response
  try {
    response = await fetch(url, { credentials: 'same-origin', ...init, headers: { accept: 'application/json', ...init.headers } })
  } catch (error) {
    throw new ApiError(0, String(error))
  }
  const type = response.headers.get('content-type') ?? ''
  const body: unknown = type.includes('json') ? await response.json().catch(() => null) : null
  if (!response.ok) throw new ApiError(response.status, messageOf(body) ?? response.statusText, body, response.headers)
  return { response, body }
}

async function fetchJson(url: string): Promise<unknown> {
  const { response, body } = await answerOf(url, {})
  if (body === null) throw new ApiError(response.status, `no JSON at ${url}`)
  return body
}

function messageOf(body: unknown): string | null {
  if (typeof body !== 'object' || body === null) return null
  for (const name of ['detail', 'message', 'title', 'error'] as const) {
    const value = (body as Record<string, unknown>)[name]
    if (typeof value === 'string') return value
  }
  return null
}

export type Method = 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** Send JSON with the token of the session, and return the JSON that comes back; null where nothing does (204). */
export async function send<T = null>(method: Method, path: string, body?: unknown): Promise<T> {
  const headers: Record<string, string> = {}
  if (body !== undefined) headers['content-type'] = 'application/json'
  if (token !== null) headers[HEADER] = token
  try {
    const answer = await answerOf(address(path), { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
    return answer.body as T
  } catch (error) {
    if (error instanceof ApiError && (error.status === 401 || error.status === 403)) refused()
    throw error
  }
}

export const post = <T>(path: string, body: unknown = {}): Promise<T> => send<T>('POST', path, body)
export const put = <T = null>(path: string, body: unknown): Promise<T> => send<T>('PUT', path, body)
export const patch = <T>(path: string, body: unknown): Promise<T> => send<T>('PATCH', path, body)
export const del = <T = null>(path: string, body?: unknown): Promise<T> => send<T>('DELETE', path, body)

/** Ask for JSON that is never kept: what is one's own, and what others change meanwhile. */
export const fresh = <T>(path: string, query: Query = {}): Promise<T> => fetchJson(address(path, query)) as Promise<T>

/** Ask for a file and hand it over under a name; what is refused is thrown, where a link would show it raw. */
export async function file(url: string, name: string): Promise<void> {
  const response = await fetch(url, { credentials: 'same-origin' }).catch((error: unknown) => {
    throw new ApiError(0, String(error))
  })
  if (!response.ok) {
    const body: unknown = await response.json().catch(() => null)
    throw new ApiError(response.status, messageOf(body) ?? response.statusText, body, response.headers)
  }
  const link = document.createElement('a')
  link.href = URL.createObjectURL(await response.blob())
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}
