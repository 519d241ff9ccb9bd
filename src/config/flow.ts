import { parseDocument, stringify, visit } from 'yaml'

/** A value in one line, as it may stand in the settings file. */
export function flowText(value: unknown): string {
  return stringify(value, { lineWidth: 0, collectionStyle: 'flow' }).trim()
}

/** What such a line says; null where it is none. In one line nothing is there for an alias to repeat. */
export function readFlow(text: string): { readonly value: unknown } | null {
  const document = parseDocument(text, { prettyErrors: false, intAsBigInt: false })
  let hasAlias = false
  visit(document, {
    Alias() {
      hasAlias = true
      return visit.BREAK
    },
  })
  return hasAlias || document.errors.length > 0 ? null : { value: document.toJS() }
}
