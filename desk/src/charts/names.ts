/** Names on the axes, in the language and the digits of the view. */

import { dayOf, month, number, shortDay } from '../lib/format.ts'
import type { Tick } from './time.ts'

const YEAR = { useGrouping: false }

export function tickName({ day, grain }: Tick): string {
  const iso = dayOf(day)
  if (grain === 'day') return shortDay(iso)
  return grain === 'month' ? month(iso) : number(Number(iso.slice(0, 4)), YEAR)
}
