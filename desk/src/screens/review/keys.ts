/** Keys of the room, whatever the layout of the keyboard: on an Arabic one the key of a Latin letter is known by its place. */

export interface Stroke {
  readonly key: string
  readonly shift: boolean
}

/** Return the stroke that a key means to the room; null where it is meant for something else. */
export function strokeOf(event: KeyboardEvent): Stroke | null {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return null
  const { key, code, shiftKey: shift } = event
  if (key === '?' || key === '\u061f') return { key: '?', shift: false }
  const latin = /^[a-z]$/i.test(key) ? key.toLowerCase() : /^Key([A-Z])$/.exec(code)?.[1]?.toLowerCase()
  if (latin) return { key: latin, shift }
  const digit = /^(?:Digit|Numpad)([1-5])$/.exec(code)?.[1]
  return digit && !shift ? { key: digit, shift } : null
}

/** Tell whether keys belong to what has the focus: a field, or the words of the report. */
export const typing = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('input, textarea, select, [role=textbox], [role=application], dialog') !== null
