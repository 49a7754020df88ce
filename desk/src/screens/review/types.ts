/** What the review room of the API says (docs/review.md): its answers are not in the OpenAPI description. */

export type Pair = readonly [number, number]
export type Verb =
  | 'add' | 'accept' | 'edit' | 'geocode' | 'grade' | 'revert' | 'unsure' | 'reject' | 'hold' | 'submit' | 'second'
  | 'publish' | 'publish_alone' | 'withdraw' | 'same' | 'different' | 'merge' | 'split' | 'comment' | 'undo' // prettier-ignore

export interface Row {
  readonly key: string
  readonly report_id: string
  readonly kind: string
  readonly state: string
  readonly risk: number
  readonly conflicts: number
  readonly confidence: number | null
  readonly reader: string | null
  readonly grade: string | null
  readonly words: string
  readonly lang: string
  readonly outlet: string | null
  readonly published_on: string | null
  readonly written: boolean
}

export interface Page {
  readonly rows: readonly Row[]
  readonly next: string | null
  readonly tally: Readonly<Record<string, number>>
  readonly kinds: Readonly<Record<string, number>>
}

export interface Slot {
  readonly type: 'word' | 'text' | 'words' | 'name' | 'count' | 'flag' | 'list' | 'places' | 'time'
  readonly values: readonly string[]
  readonly optional: boolean
}

export interface PlaceValue {
  readonly text?: string | null
  readonly span?: Pair | null
  readonly name?: string | null
  readonly lat?: number | null
  readonly lon?: number | null
  readonly precision?: string | null
  readonly country?: string | null
  readonly gazetteer_id?: string | null
}

/** A claim as the interchange format writes it (docs/codebook.md). */
export interface Written {
  readonly key: string
  readonly kind: string
  readonly span: Pair
  readonly also_spans: readonly Pair[]
  readonly confidence: number | null
  readonly rule: string
  readonly spans: Readonly<Record<string, Pair>>
  readonly place: readonly PlaceValue[]
  readonly [slot: string]: unknown
}

export interface Step {
  readonly name: string
  readonly verb: Verb
  readonly by: string
  readonly at: string
  readonly why: string | null
  readonly other: string | null
  readonly value: Readonly<Record<string, unknown>> | null
  readonly changed: Readonly<Record<string, readonly [unknown, unknown]>>
  readonly state: string
  readonly refused: string | null
  readonly undone: string | null
}

export interface Other {
  readonly key: string
  readonly report: string
  readonly claim: Written
  readonly words: string
  readonly lang: string
  readonly outlet: string | null
  readonly published_on: string | null
  readonly written: boolean
  readonly same_event: boolean
  readonly differs: { readonly in: string; readonly why: string } | null
}

export interface Standing {
  readonly key: string
  readonly state: string
  readonly decision: string | null
  readonly grade: string | null
  readonly public: boolean
  readonly shapers: readonly string[]
  readonly second: string | null
  readonly seen: string | null
  readonly may: readonly Verb[]
}

export interface ReportHead {
  readonly id: string
  readonly title: string | null
  readonly outlet: string | null
  readonly lang: string
  readonly published: string | null
  readonly document: string
}

export interface Item extends Standing {
  readonly report: ReportHead
  readonly read: Written
  readonly claim: Written
  readonly superseded: boolean
  readonly written: boolean
  readonly history: readonly Step[]
  readonly similar: readonly Other[]
  readonly single_reader: boolean
  readonly slots: Readonly<Record<string, Slot>>
  readonly draft: Draft | null
}

/** A correction of one slot as it is typed (docs/review.md, Corrections). */
export interface Given {
  readonly span?: Pair | null
  readonly [part: string]: unknown
}
export type Edit = Given | readonly PlaceValue[] | readonly string[] | null
export type Edits = Readonly<Record<string, Edit>>

/** What is asked for before it is done: a reason, a second claim, a day. */
export interface Asking {
  readonly verb: Verb
  readonly why: string
  readonly other?: string | null
  readonly grade?: number
  readonly target?: string | null
  readonly decision?: 'return'
  readonly until?: string
}

/** What a person typed and did not send, as the server keeps it. */
export interface Draft {
  readonly edits?: Edits
  readonly why?: string
  readonly asking?: Asking | null
}

export interface Wish {
  readonly verb: Verb
  readonly key: string
  readonly why?: string
  readonly other?: string | null
  readonly slots?: Edits
  readonly grade?: number
  readonly decision?: 'agree' | 'return'
  readonly target?: string | null
  readonly until?: string | null
}
