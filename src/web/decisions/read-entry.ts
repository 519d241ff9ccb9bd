import type { Content } from '../../ledger/index.js'
import type { DecisionKind, Entry, KnownNames } from './deps.js'
import { complaints, type Field, missing, type Typed, type Wrong } from './field.js'
import type { Form } from './form.js'
import { forms } from './kinds.js'

/** What somebody typed, as the statements that it means. */

export const formOf = (kind: DecisionKind): Pick<Form<DecisionKind>, 'title' | 'about' | 'asksClass'> =>
  forms[kind]
export const fieldsOf = (kind: DecisionKind, known: KnownNames): readonly Field[] => forms[kind].fields(known)

export type Read =
  | { readonly entry: Entry; readonly wrong: null }
  | { readonly entry: null; readonly wrong: Wrong }

/** The statements that were typed, or what is wrong with them. */
export function readEntry(kind: DecisionKind, typed: Typed, known: KnownNames): Read {
  switch (kind) {
    case 'exemption':
      return read('exemption', typed, known, contents => ({ kind: 'exemption', contents }))
    case 'substitution':
      return read('substitution', typed, known, contents => ({ kind: 'substitution', contents }))
    case 'outage':
      return read('outage', typed, known, contents => ({ kind: 'outage', contents }))
    case 'incident':
      return read('incident', typed, known, contents => ({ kind: 'incident', contents }))
    case 'order':
      return read('order', typed, known, contents => ({ kind: 'order', contents }))
    case 'pupil-order':
      return read('pupil-order', typed, known, contents => ({ kind: 'pupil-order', contents }))
    case 'control':
      return read('control', typed, known, contents => ({ kind: 'control', contents }))
    case 'acquaintance':
      return read('acquaintance', typed, known, contents => ({ kind: 'acquaintance', contents }))
    case 'written-limits':
      return read('written-limits', typed, known, contents => ({ kind: 'written-limits', contents }))
    case 'backup':
      return read('backup', typed, known, contents => ({ kind: 'backup', contents }))
    case 'restore':
      return read('restore', typed, known, contents => ({ kind: 'restore', contents }))
    case 'hard-copy':
      return read('hard-copy', typed, known, contents => ({ kind: 'hard-copy', contents }))
    case 'briefing':
      return read('briefing', typed, known, contents => ({ kind: 'briefing', contents }))
    case 'class-opening':
      return read('class-opening', typed, known, contents => ({ kind: 'class-opening', contents }))
  }
}

function read<Kind extends DecisionKind>(
  kind: Kind,
  typed: Typed,
  known: KnownNames,
  entry: (contents: readonly Content<Kind>[]) => Entry,
): Read {
  const { schema, fieldOf = {}, ...form } = forms[kind]
  const fields = form.fields(known)
  const lacking = missing(fields, typed)
  if (lacking.size > 0) return { entry: null, wrong: lacking }
  const refused = form.refuse?.(typed, known) ?? null
  if (refused !== null) return { entry: null, wrong: refused }
  const contents: Content<Kind>[] = []
  for (const typedContent of form.contents(typed, known)) {
    const parsed = schema.safeParse(typedContent)
    if (!parsed.success) return { entry: null, wrong: complaints(parsed.error, fields, fieldOf) }
    contents.push(parsed.data)
  }
  return { entry: entry(contents), wrong: null }
}
