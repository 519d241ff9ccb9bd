import { z } from 'zod'
import type { Id, IsoDate } from '../journal/index.js'
import { readKinds } from '../runs/index.js'
import { type Problems, readPeriod, type TypedPeriod } from './days.js'
import type { ResyncRequest } from './deps.js'

/** The form «Перечитать»: what was typed, and the request it means or what is wrong with it. */

const List = z.union([z.array(z.string()), z.string().transform(one => [one])]).catch([])
const Text = List.transform(all => all.at(-1) ?? null)
const Sent = z.object({ from: Text, to: Text, class: List, kind: List })

export interface TypedResync extends TypedPeriod {
  readonly classIds: readonly Id[]
  readonly kinds: readonly string[]
}

export function typedResync(sent: unknown, usual: TypedPeriod): TypedResync {
  const { from, to, class: classIds, kind } = Sent.parse(sent ?? {})
  const days = { from: from ?? usual.from, to: to ?? usual.to }
  return { ...days, classIds: [...new Set(classIds)], kinds: [...new Set(kind)] }
}

type ReadResync =
  | { readonly request: ResyncRequest; readonly problems: null }
  | { readonly request: null; readonly problems: Problems }

/** None ticked means all of them, of classes and of kinds; what the school hasn't got is a problem, not silence. */
export function readResync(
  typed: TypedResync,
  known: { readonly school: Id; readonly classes: readonly { readonly id: Id }[]; readonly today: IsoDate },
): ReadResync {
  const { period, problems } = readPeriod(typed, known.today)
  const strangers = typed.classIds.filter(id => !known.classes.some(one => one.id === id))
  const classProblem = strangers.length > 0 && 'Выбран класс, которого в школе нет. Отметьте классы заново.'
  const kinds = z.array(z.enum(readKinds)).safeParse(typed.kinds)
  if (!period || classProblem || !kinds.success) {
    const found = {
      ...problems,
      ...(classProblem && { class: classProblem }),
      ...(!kinds.success && { kind: 'Такого вида данных нет. Отметьте виды заново.' }),
    }
    return { request: null, problems: found }
  }
  const classIds = typed.classIds.length > 0 ? typed.classIds : null
  const all = kinds.data.length === 0 || kinds.data.length === readKinds.length
  const request = { school: known.school, ...period, classIds, kinds: all ? null : kinds.data }
  return { request, problems: null }
}
