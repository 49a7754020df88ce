/** What went wrong, in the language of the reader: the API says it in English (texts `problem`). */

import { ApiError } from './api.ts'
import { hasWord, t, tn, word } from './i18n.ts'

/** Return what to tell a person of an error. What has no translation is shown as the server said it. */
export function problem(error: unknown): string {
  if (!(error instanceof ApiError)) return String(error)
  if (error.status === 0) return t('state.offline')
  if (error.status === 429) return tn('problem.wait', Math.max(1, Math.ceil((error.wait ?? 60) / 60)))
  return hasWord('problem', error.message) ? word('problem', error.message) : error.message
}
