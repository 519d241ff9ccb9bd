import { z } from 'zod'
import type { Id, IsoDate } from '../journal/index.js'
import { type Problems, readPeriod, type TypedPeriod } from './days.js'
import type { ResyncRequest } from './deps.js'

/** The form «Перечитать»: what was typed, and the request it means or what is wrong with it. */

const List = z.union([z.array(z.string()), z.string().transform(one => [one])]).catch([])
const Text = List.transform(all => all.at(-1) ?? null)
const Sent = z.object({ from: Text, to: Text, class: List })

export interface TypedResync extends TypedPeriod {
  readonly classIds: readonly Id[]
}

export function typedResync(sent: unknown, usual: TypedPeriod): TypedResync {
  const { from, to, class: classIds } = Sent.parse(sent ?? {})
  return { from: from ?? usual.from, to: to ?? usual.to, classIds: [...new Set(classIds)] }
}

type ReadResync =
  | { readonly request: ResyncRequest; readonly problems: null }
  | { readonly request: null; readonly problems: Problems }

/** No class ticked means all of them; a class that the school hasn't got is a problem, not silence. */
export function readResync(
  typed: TypedResync,
  known: { readonly school: Id; readonly classes: readonly { readonly id: Id }[]; readonly today: IsoDate },
): ReadResync {
  const { period, problems } = readPeriod(typed, known.today)
  const strangers = typed.classIds.filter(id => !known.classes.some(one => one.id === id))
  const classProblem = strangers.length > 0 && 'Выбран класс, которого в школе нет. Отметьте классы заново.'
  if (!period || classProblem) {
    return { request: null, problems: { ...problems, ...(classProblem && { class: classProblem }) } }
  }
  const classIds = typed.classIds.length > 0 ? typed.classIds : null
  return { request: { school: known.school, ...period, classIds }, problems: null }
}
