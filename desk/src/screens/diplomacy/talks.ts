/** Tracks of diplomacy as lanes: their steps with days, votes with seats, plans with what came of them. */

import { inWords } from '../../charts/names.ts'
import type { LaneStep } from '../../charts/Lane.svelte'
import { claimHref } from '../../charts/refs.ts'
import type { Name, Step, Track, Votes } from '../../charts/rows.ts'
import { dayNumber, days, list } from '../../lib/format.ts'
import { t, word } from '../../lib/i18n.ts'

export const nameOf = ({ name, name_ar }: Name): string => inWords(name, name_ar)

export const stepDays = ({ days: { first, last, dated } }: Step): string =>
  dated ? (days(first, last) ?? '') : t('diplomacy.by_then', { days: days(first, last) ?? '' })

/** Return a step in words: what, its stage, its days, who. */
export function stepName(step: Step): string {
  const who = list(step.participants.map(nameOf))
  return [`${word('type', step.type)}: ${word('status', step.stage)}`, stepDays(step), who].filter(Boolean).join(' · ')
}

export function laneOf(track: Track): LaneStep[] {
  return track.steps.flatMap((step) => {
    const from = step.days.first ?? step.days.last ?? step.published
    const to = step.days.last ?? step.days.first ?? step.published
    if (!from || !to) return []
    return [
      {
        key: step.claims[0] ?? '',
        stage: step.stage,
        from: dayNumber(from),
        to: dayNumber(to),
        dated: step.days.dated,
        told: step.published ? dayNumber(step.published) : null,
        sure: step.certainty !== 'uncertain',
        name: stepName(step),
        href: claimHref(step.claims[0]),
      },
    ]
  })
}

export function spanOf(tracks: readonly Track[]): { first: number; last: number } | null {
  const all = tracks.flatMap((track) => laneOf(track).flatMap((step) => [step.from, step.to, step.told ?? step.from]))
  return all.length ? { first: Math.min(...all) - 2, last: Math.max(...all) + 2 } : null
}

const SEATS: Readonly<Record<string, number>> = { 'UN Security Council': 15 }

export const seatsOf = (track: Track): number | null => (track.body ? (SEATS[track.body] ?? null) : null)

const told = (count: number | null): string | number => count ?? t('diplomacy.not_told')

export const votesName = ({ yes, no, abstain }: Votes): string =>
  t('diplomacy.vote_name', { yes: told(yes), no: told(no), abstain: told(abstain) })

export type Came = 'came_true' | 'did_not' | 'open'

/** Return whether what was planned came about. A vote that was held, came about, whatever its end. */
export function came(plan: Step, verdict: string): Came {
  if (verdict === 'open' || verdict === 'overdue' || verdict === 'disputed') return 'open'
  const decided = ['vetoed', 'adopted', 'voted', 'rejected', 'failed'].includes(verdict)
  if (plan.type === 'vote') return verdict === 'failed' ? 'did_not' : 'came_true'
  if (decided) return verdict === 'adopted' || verdict === 'voted' ? 'came_true' : 'did_not'
  return 'came_true'
}
