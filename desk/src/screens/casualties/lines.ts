/** A group of series as the lines of a chart. */

import type { Beside, TollLine } from '../../charts/TollChart.svelte'
import { claimHref } from '../../charts/refs.ts'
import type { Series, Toll } from '../../charts/rows.ts'
import { count, day, dayNumber } from '../../lib/format.ts'
import { t, word } from '../../lib/i18n.ts'
import type { Group } from './groups.ts'
import { claimsOf, groupName, nameOf, short } from './words.ts'

export interface Span {
  readonly first: number
  readonly last: number
}

/** Return the days that a group runs over, with a day of room at the end. */
export function spanOf({ whole, parts }: Group<Series>): Span | null {
  const days = [whole, ...parts].flatMap((row) =>
    [row.start, ...row.points.map((point) => point.day)].flatMap((iso) => (iso ? [dayNumber(iso)] : [])),
  )
  return days.length ? { first: Math.min(...days) - 1, last: Math.max(...days) + 1 } : null
}

export const linesOf = ({ whole, parts }: Group<Series>): TollLine[] => [whole, ...parts].map(lineOf)

function lineOf(row: Series, tone: number): TollLine {
  const who = nameOf(row.asserter)
  const dated = row.points.flatMap((point) => (point.day ? [{ ...point, day: point.day }] : []))
  return {
    id: row.id,
    name: word('victims', row.group.victims),
    tone,
    since: row.start ? dayNumber(row.start) : null,
    points: dated.flatMap((point) => [
      ...point.reported
        .filter((figure) => figure.superseded)
        .map((figure) => pointOf(row, who, point.day, figure, figure.claims[0] ?? '', true)),
      pointOf(row, who, point.day, point, claimsOf(point)[0] ?? point.reported[0]?.claims[0] ?? '', false),
    ]),
    steps: row.implied.map((step) => ({
      from: dayNumber(step.first) - 1,
      to: dayNumber(step.last),
      short: shortStep(step),
      name: t('casualties.implied_long', { count: count(step), from: day(step.first), to: day(step.last) }),
    })),
  }
}

/** Return a difference in short: "+58", "≤ +122". */
function shortStep(step: Series['implied'][number]): string {
  const bound = /^[^\d\u0660-\u0669]*/.exec(short(step))?.[0] ?? ''
  return `${bound}${bound ? ' ' : ''}+${short(step).slice(bound.length)}`
}

function pointOf(
  row: Series,
  who: string,
  iso: string,
  figure: { low: number | null; high: number | null; qualifier: string },
  key: string,
  faint: boolean,
): TollLine['points'][number] {
  return {
    key,
    day: dayNumber(iso),
    low: figure.low,
    high: figure.high,
    qualifier: figure.qualifier,
    short: short(figure),
    name: t('casualties.point', { figure: count(figure), victims: groupName(row.group), day: day(iso), who }),
    href: claimHref(key),
    faint,
  }
}

/** Return the tolls of single events in the same place, of the same harm, on days that the series counts. */
export function besides({ whole }: Group<Series>, tolls: readonly Toll[], { first, last }: Span): Beside[] {
  const places = new Set(whole.group.scope.map((place) => place.id))
  return tolls.flatMap((toll) => {
    const from = toll.days.first ?? toll.days.last
    const to = toll.days.last ?? toll.days.first
    const same = toll.group.harm === whole.group.harm && toll.group.scope.some((place) => places.has(place.id))
    if (!same || toll.part_of !== null || !toll.days.dated || !from || !to) return []
    if (dayNumber(to) < first || dayNumber(from) > last || toll.range.lineages === 0) return []
    const key = toll.reported.find((figure) => !figure.superseded)?.claims[0] ?? ''
    const words = [count(toll.range), groupName(toll.group), day(from)].join(' · ')
    const { low, high } = toll.range
    return [{ key, from: dayNumber(from), to: dayNumber(to), low, high, short: short(toll.range), name: words, href: claimHref(key) }]
  })
}
