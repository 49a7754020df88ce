/** What a person prefers on this machine: theme and digits. Not part of the view, so a shared link does not carry it. */

export type Theme = 'auto' | 'light' | 'dark'
export type Digits = 'latn' | 'arab'

interface Settings {
  theme: Theme
  digits: Digits
}

const KEY = 'marsad.desk'
const DEFAULTS: Settings = { theme: 'auto', digits: 'latn' }

function load(): Settings {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Settings>
    return {
      theme: kept.theme === 'light' || kept.theme === 'dark' ? kept.theme : DEFAULTS.theme,
      digits: kept.digits === 'arab' ? 'arab' : DEFAULTS.digits,
    }
  } catch {
    return { ...DEFAULTS } // storage may be switched off: the desk works without it
  }
}

export const settings = $state<Settings>(load())

const darkQuery = matchMedia('(prefers-color-scheme: dark)')
let systemDark = $state(darkQuery.matches)
darkQuery.addEventListener('change', (event) => {
  systemDark = event.matches
})

export const isDark = (): boolean => (settings.theme === 'auto' ? systemDark : settings.theme === 'dark')

export function set(change: Partial<Settings>): void {
  Object.assign(settings, change)
  try {
    localStorage.setItem(KEY, JSON.stringify(settings))
  } catch {
    // not kept, and nothing else is lost
  }
}
