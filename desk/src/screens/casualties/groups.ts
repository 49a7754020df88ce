/** Series as they are shown: a whole with its parts under it, and which wholes count some of the same days and places. */

export interface Nested {
  readonly id: string
  readonly part_of: string | null
}

export interface Group<T extends Nested> {
  readonly whole: T
  readonly parts: readonly T[]
}

/** Put every part under its whole, in their order. A part whose whole is not shown stands alone. */
export function groups<T extends Nested>(rows: readonly T[]): Group<T>[] {
  const ids = new Set(rows.map((row) => row.id))
  const parts = new Map<string, T[]>()
  for (const row of rows) {
    if (row.part_of === null || !ids.has(row.part_of)) continue
    parts.set(row.part_of, [...(parts.get(row.part_of) ?? []), row])
  }
  const under = (id: string, seen: ReadonlySet<string>): T[] =>
    (parts.get(id) ?? []).flatMap((part) => (seen.has(part.id) ? [] : [part, ...under(part.id, new Set([...seen, part.id]))]))
  return rows
    .filter((row) => row.part_of === null || !ids.has(row.part_of))
    .map((whole) => ({ whole, parts: under(whole.id, new Set([whole.id])) }))
}

/** Return groups in bundles: those of one bundle overlap, each with at least one other, and must not be added. */
export function bundles<T extends Nested>(all: readonly Group<T>[], overlaps: readonly (readonly [string, string])[]): Group<T>[][] {
  const home = new Map(all.flatMap((group, at) => [group.whole, ...group.parts].map((row) => [row.id, at] as const)))
  const bundle = all.map((_, at) => at)
  const find = (at: number): number => (bundle[at] === at ? at : find(bundle[at]!))
  for (const [a, b] of overlaps) {
    const one = home.get(a)
    const other = home.get(b)
    if (one !== undefined && other !== undefined) bundle[Math.max(find(one), find(other))] = Math.min(find(one), find(other))
  }
  const found = new Map<number, Group<T>[]>()
  all.forEach((group, at) => found.set(find(at), [...(found.get(find(at)) ?? []), group]))
  return [...found.values()]
}
