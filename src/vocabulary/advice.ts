import { meanings, type Mappings, type Words } from './vocabulary.js'

/** What to write where, so that a word of the platform has a meaning. */
export interface WordAdvice {
  /** As the coverage names it: `<file>: <word>`. */
  readonly unknown: string
  readonly word: string
  /** `mappings/attendance.yaml`; null where no line helps: the word was damaged on its way to us. */
  readonly file: string | null
  /** The line of each meaning with the word added, one of which is to replace its like. */
  readonly lines: readonly string[]
}

/** @param unknown `<file of mappings/ without ending>: <word>` */
export function adviceFor(unknown: string, mappings: Mappings): WordAdvice {
  const split = unknown.indexOf(': ')
  const [name, word] = [unknown.slice(0, split), unknown.slice(split + 2)]
  const lists = listsOf(name, word, mappings)
  if (lists === null) return { unknown, word, file: null, lines: [] }
  return {
    unknown,
    word,
    file: `mappings/${name}.yaml`,
    lines: meanings(lists).map(
      ([meaning, words]) => `${meaning}: [${[...words, word].map(quoted).join(', ')}]`,
    ),
  }
}

function listsOf(name: string, word: string, mappings: Mappings): Words<string> | null {
  switch (name) {
    case 'lesson-status':
      return mappings.lessonStatus
    case 'attendance':
      return mappings.attendance
    case 'period-types':
      return mappings.periodTypes
    case 'work-types':
      // The platform's own types are Latin identifiers, a school's titles are its own words.
      return /^[\w-]+$/.test(word) ? mappings.workTypes.kinds : mappings.workTypes.titles
    case 'marks':
      return word.endsWith(notOffered) ? null : mappings.marks
    default:
      return null
  }
}

/** Behind a value that the platform says no mark can have. */
export const notOffered = ' (нет среди отметок платформы)'

/** YAML reads `н/а` as text, and `2`, `.` or `a: b` as something else. */
function quoted(word: string): string {
  return /^[\p{L}][\p{L}\p{N} /-]*$/u.test(word) && !/^(yes|no|on|off|true|false|null|y|n)$/i.test(word)
    ? word
    : JSON.stringify(word)
}
