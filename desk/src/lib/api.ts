/**
 * What the desk asks of Marsad's API (docs/api.md). Types come from its OpenAPI description: `npm run types` writes
 * schema.d.ts from `/openapi.json`.
 *
 * Answers are kept for the session by their address; `forget` drops them when the record changed.
 */

/** An answer that is not what was asked for: status 0 means that nobody answered. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly detail: unknown = null,
  ) {
    super(message)
  }
}

export type Value = string | number | boolean | null | undefined | readonly (string | number)[]
export type Query = Readonly<Record<string, Value>>

const BASE = 'api/v1/'
const kept = new Map<string, Promise<unknown>>()
const MOST_KEPT = 60

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

async function fetchJson(url: string, init: RequestInit = {}): Promise<unknown> {
  let response: Response
  try {
    response = await fetch(url, { credentials: 'same-origin', ...init, headers: { accept: 'application/json', ...init.headers } })
  } catch (error) {
    throw new ApiError(0, String(error))
  }
  const type = response.headers.get('content-type') ?? ''
  const body: unknown = type.includes('json') ? await response.json().catch(() => null) : null
  if (!response.ok) throw new ApiError(response.status, messageOf(body) ?? response.statusText, body)
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

/** Send JSON, and return the JSON that comes back. */
export const post = <T>(path: string, body: unknown): Promise<T> =>
  fetchJson(address(path), {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
  }) as Promise<T>
