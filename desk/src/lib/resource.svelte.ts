/** An answer of the API that follows the view: asked again when its address changes; a late answer to an old question is dropped. */

import { ApiError, forget, get } from './api.ts'

export interface Resource<T> {
  /** The last answer; while a new one is on its way, the one before. */
  readonly data: T | null
  readonly error: ApiError | null
  readonly loading: boolean
  again(): void
}

let version = $state(0)

/** Ask for everything on the screen anew, because the record changed. */
export function refresh(): void {
  forget()
  version += 1
}

/** Call while a component is set up: `const toll = resource<Toll>(() => address('casualties', filters()))`. Null asks nothing. */
export function resource<T>(url: () => string | null): Resource<T> {
  let data = $state.raw<T | null>(null)
  let error = $state.raw<ApiError | null>(null)
  let loading = $state(true)
  let tries = $state(0)

  const address = $derived(url()) // an address that stays the same is not asked again

  $effect(() => {
    const asked = address
    void version
    void tries
    if (asked === null) {
      data = null
      error = null
      loading = false
      return
    }
    let wanted = true
    loading = true
    get<T>(asked).then(
      (answer) => {
        if (!wanted) return
        data = answer
        error = null
        loading = false
      },
      (reason: unknown) => {
        if (!wanted) return
        error = reason instanceof ApiError ? reason : new ApiError(0, String(reason))
        loading = false
      },
    )
    return () => {
      wanted = false
    }
  })

  return {
    get data() {
      return data
    },
    get error() {
      return error
    },
    get loading() {
      return loading
    },
    again() {
      tries += 1
    },
  }
}
