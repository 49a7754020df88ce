/** The screens, each in its folder and loaded when it is opened first. */

import type { Component } from 'svelte'
import type { Screen } from '../lib/url.ts'

type Load = () => Promise<{ default: Component }>

export const LOAD: Record<Screen, Load> = {
  home: () => import('./home/Home.svelte'),
  map: () => import('./map/MapScreen.svelte'),
  casualties: () => import('./casualties/Casualties.svelte'),
  control: () => import('./control/Control.svelte'),
  diplomacy: () => import('./diplomacy/Diplomacy.svelte'),
  reports: () => import('./reports/Reports.svelte'),
  method: () => import('./method/Method.svelte'),
  review: () => import('./review/Review.svelte'),
  briefing: () => import('./briefing/Briefing.svelte'),
  publication: () => import('./publication/Publication.svelte'),
  alerts: () => import('./alerts/Alerts.svelte'),
  team: () => import('./team/Team.svelte'),
  account: () => import('./account/Account.svelte'),
}
