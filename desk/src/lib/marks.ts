/** Words of slots in printed text: overlapping spans cut into runs that each know the slots over them. */

import { printed, points, slice } from './bidi.ts'

export interface Mark {
  readonly slot: string
  readonly start: number
  readonly end: number
}

export interface Run {
  readonly text: string
  readonly start: number
  /** Slots over the run, the narrowest first. */
  readonly slots: readonly string[]
}

/** Cut a text at the ends of its marks, counted in code points from `offset`. Marks that lie outside are left out. */
export function runs(text: string, marks: readonly Mark[], offset = 0): Run[] {
  const letters = points(printed(text))
  const inside = marks
    .map(({ slot, start, end }) => ({ slot, start: Math.max(0, start - offset), end: Math.min(letters.length, end - offset) }))
    .filter((mark) => mark.start < mark.end)
    .sort((a, b) => a.end - a.start - (b.end - b.start))
  const cuts = [...new Set([0, letters.length, ...inside.flatMap((mark) => [mark.start, mark.end])])].sort((a, b) => a - b)
  return cuts.slice(0, -1).map((start, n) => {
    const end = cuts[n + 1]!
    const over = inside.filter((mark) => mark.start <= start && end <= mark.end).map((mark) => mark.slot)
    return { text: slice(letters, start, end), start: start + offset, slots: [...new Set(over)] }
  })
}

const GROUPS: Readonly<Record<string, string>> = {
  harm: 'what', action: 'what', type: 'what', act: 'what', status: 'what', cause: 'what', extent: 'count', count: 'count',
  victims: 'who', affiliation: 'who', perpetrator: 'who', actor: 'who', from_actor: 'who', attacker: 'who', target: 'who',
  speaker: 'source', role: 'source', source: 'source', participants: 'who', body: 'who', place: 'place', time: 'time',
  content: 'content', cumulative: 'time', certainty: 'what',
} // prettier-ignore

/** Return the colour group of a slot, or null for what has none (the passage itself). */
export const groupOf = (slot: string): string | null => GROUPS[slot] ?? null

/** Return the innermost slot of a run that has a colour. */
export const slotOf = (run: Run): string | null => run.slots.find((slot) => groupOf(slot)) ?? null
