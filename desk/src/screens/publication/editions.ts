/** Editions as the API tells of them. */

export interface Edition {
  readonly version: string
  readonly hash: string
  readonly title: string
  readonly at: string
  readonly claims: number
}

/** The last first. */
export const latest = (editions: readonly Edition[]): Edition[] => [...editions].reverse()
