import type { Words } from './speech.js'

/** A message with `{placeholders}`, cut once, filled a million times. */
export type Template = (values: Words) => string

interface Slot {
  readonly name: string
  /** What follows, up to the next placeholder. */
  readonly rest: string
  /** The same after a value that brings a full stop along: «2 дн.» at the end of a sentence. */
  readonly restAfterStop: string
}

/** The filler throws when a placeholder has no value: a message with a hole in it must not reach a report. */
export function compileTemplate(text: string): Template {
  const { begin, slots } = cut(text)
  return values => {
    let filled = begin
    for (const { name, rest, restAfterStop } of slots) {
      const given = values[name]
      if (given === undefined) throw new Error(`No value for {${name}} in the message «${text}»`)
      const value = String(given)
      filled += value
      filled += rest !== restAfterStop && value.endsWith('.') ? restAfterStop : rest
    }
    return filled
  }
}

function cut(text: string): { readonly begin: string; readonly slots: readonly Slot[] } {
  const [begin = '', ...parts] = text.split(/\{(\w+)\}/)
  const slots: Slot[] = []
  for (let index = 0; index < parts.length; index += 2) {
    const [name = '', rest = ''] = parts.slice(index, index + 2)
    slots.push({ name, rest, restAfterStop: rest.startsWith('.') ? rest.slice(1) : rest })
  }
  return { begin, slots }
}
