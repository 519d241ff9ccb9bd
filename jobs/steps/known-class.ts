import { BridgeError } from '../../src/errors.js'
import type { ClassGroup, Directory, Id } from '../../src/journal/index.js'
import { classesHint, readFirst } from './where-to.js'

/**
 * A class that is read now.
 * @throws BridgeError NOT_FOUND with the classes that there are
 */
export function knownClass({ classes, archivedClasses }: Directory, id: Id): ClassGroup {
  const found = classes.find(group => group.id === id)
  if (found) return found
  if (classes.length === 0) {
    throw new BridgeError('NOT_FOUND', {
      message: `Есть ли в школе класс ${id}, неизвестно: список классов ещё не прочитан`,
      hint: readFirst,
    })
  }
  throw new BridgeError('NOT_FOUND', {
    message: archivedClasses.some(group => group.id === id)
      ? `Класс ${id} в архиве: он больше не читается`
      : `Класса ${id} в школе нет`,
    hint: classesHint(classes),
  })
}
