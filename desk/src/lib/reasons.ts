/** Why something was not read (marsad/claims/unread.py), in the language of the reader. */

import { list } from './format.ts'
import { hasWord, t, word } from './i18n.ts'

/** Reasons that name something, each with how it is said. */
const NAMING: readonly [RegExp, (hit: RegExpExecArray) => string][] = [
  [/^the place may be any of (\d+) called (.+)$/, ([, n, name]) => t('unread.any_of', { n: Number(n), name: name! })],
  [/^the place may be (.+)$/, ([, names]) => t('unread.may_be', { names: list(names!.split(' or ')) })],
  [/^no language pack reads '?(.+?)'? yet$/, ([, lang]) => t('unread.language', { lang: lang! })],
  [/^(\d+) unreadable characters were replaced by U\+FFFD$/, ([, n]) => t('unread.characters', { n: Number(n) })],
]

/** Return a reason in words of the desk; one that it does not know is shown as it is. */
export function reason(told: string): string {
  if (hasWord('issue', told)) return word('issue', told)
  for (const [pattern, say] of NAMING) {
    const hit = pattern.exec(told)
    if (hit) return say(hit)
  }
  return told
}
