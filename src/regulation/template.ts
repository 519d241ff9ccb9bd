import type { Words } from './speech.js'

/** A message with `{placeholders}`, cut once, filled a million times. */
export type Template = (values: Words) => string

/** The filler throws when a placeholder has no value: a message with a hole in it must not reach a report. */
export function compileTemplate(text: string): Template {
  const parts = text.split(/\{(\w+)\}/)
  return values => {
    let filled = parts[0] ?? ''
    for (let index = 1; index < parts.length; index += 2) {
      const name = parts[index] ?? ''
      const given = values[name]
      if (given === undefined) throw new Error(`No value for {${name}} in the message «${text}»`)
      const value = String(given)
      const rest = parts[index + 1] ?? ''
      // «2 дн.» at the end of a sentence brings the full stop along.
      filled += rest.startsWith('.') && value.endsWith('.') ? value + rest.slice(1) : value + rest
    }
    return filled
  }
}
