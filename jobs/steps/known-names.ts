import { BridgeError } from '../../src/errors.js'
import { type Directory, type Id, nameWithInitials } from '../../src/journal/index.js'

interface Named {
  readonly id: Id
  readonly name: string
}

export function namedTeachers({ teachers }: Directory): readonly Named[] {
  return teachers.map(teacher => ({ id: teacher.id, name: nameWithInitials(teacher) }))
}

/**
 * A mistyped number would make a statement about nobody.
 * @param what in the genitive: «Учителя»
 * @throws BridgeError NOT_FOUND with those that there are
 */
export function requireKnown(what: string, wanted: readonly Id[], known: readonly Named[]): void {
  const missing = wanted.find(id => !known.some(item => item.id === id))
  if (missing === undefined) return
  throw new BridgeError('NOT_FOUND', {
    message: `${what} ${missing} в школе нет`,
    hint:
      known.length === 0
        ? 'Списки школы ещё не прочитаны: выполните sync'
        : `Есть: ${known.map(({ id, name }) => `${name} — ${id}`).join(', ')}`,
  })
}
