import { BridgeError } from '../../src/errors.js'
import { type Directory, type Id, nameWithInitials } from '../../src/journal/index.js'
import { readFirst } from './where-to.js'

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
        ? `Списки школы ещё не прочитаны. ${readFirst}`
        : `Есть: ${known.map(({ id, name }) => `${name} — ${id}`).join(', ')}`,
  })
}

/**
 * What somebody called by its number or its name: «7А», «Алгебра».
 * @param what in the genitive: «Класса»
 * @throws BridgeError NOT_FOUND with those that there are; USAGE for a name that several have
 */
export function idOfNamed(what: string, wanted: string, known: readonly Named[]): Id {
  const text = plain(wanted)
  const found = known.filter(({ id, name }) => id === wanted || plain(name) === text)
  if (found.length > 1) {
    throw new BridgeError('USAGE', {
      message: `${what} «${wanted}» в школе больше одного`,
      hint: `Назовите номер: ${found.map(({ id, name }) => `${name} — ${id}`).join(', ')}`,
    })
  }
  requireKnown(what, [found[0]?.id ?? wanted], known)
  return found[0]?.id ?? wanted
}

function plain(name: string): string {
  return name.trim().toLowerCase().replaceAll('ё', 'е').replace(/\s+/g, ' ')
}
