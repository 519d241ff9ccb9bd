import { z } from 'zod'
import { type Fault, FaultJson, faultFromJson, faultKinds } from './fault.js'

/** Faults as somebody wrote them: JSON, or `kind,name=value,…` as on a command line; problems instead if wrong. */
export type Written = { readonly faults: readonly Fault[] } | { readonly problem: string }

export function faultsFromText(text: string): Written {
  const trimmed = text.trim()
  if (/^[[{]/.test(trimmed)) return faultsFromJson(parsed(trimmed))
  const [kind, ...terms] = trimmed.split(',')
  return faultsFromJson([{ kind, ...Object.fromEntries(terms.map(termOf)) }])
}

/** A list of them, or one. */
export function faultsFromJson(json: unknown): Written {
  const read = z.array(FaultJson).safeParse([json].flat())
  if (read.success) return { faults: read.data.map(faultFromJson) }
  return { problem: z.prettifyError(read.error) }
}

/** Whether a text names a fault and not a file. */
export function namesFault(text: string): boolean {
  return /^\s*[[{]/.test(text) || faultKinds.some(kind => kind === text.split(',')[0]?.trim())
}

function termOf(term: string): [string, unknown] {
  const [name = '', ...rest] = term.split('=')
  const value = rest.join('=').trim()
  return [name.trim(), /^-?\d+(\.\d+)?$/.test(value) && name.trim() !== 'match' ? Number(value) : value]
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Not JSON is just another value that the schema refuses.
    return null
  }
}
