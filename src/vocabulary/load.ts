import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { parseYaml } from '../config/index.js'
import { BridgeError, isBridgeError } from '../errors.js'
import { packageRoot } from '../package-root.js'
import { adviceFor, type WordAdvice } from './advice.js'
import { createVocabulary, type Mappings, meanings, plain, type Vocabulary } from './vocabulary.js'

const Word = z.string('нужно слово в виде текста (числа берите в кавычки)').trim().min(1, 'пустое слово')

/** Lists of words by meaning; a word of two meanings would be decided by chance, so it is refused. */
function words<const Meaning extends string>(...names: readonly Meaning[]) {
  const shape = Object.fromEntries(names.map(name => [name, z.array(Word)])) as Record<
    Meaning,
    z.ZodArray<typeof Word>
  >
  return z.strictObject(shape).superRefine((lists, context) => {
    const owners = new Map<string, Meaning>()
    for (const [meaning, list] of meanings(lists as Record<Meaning, string[]>)) {
      for (const [index, word] of list.entries()) {
        const owner = owners.get(plain(word))
        owners.set(plain(word), meaning)
        if (owner === undefined) continue
        context.addIssue({
          code: 'custom',
          path: [meaning, index],
          message: `слово «${word}» уже есть в «${owner}»`,
        })
      }
    }
  })
}

const AttendanceMapping = words('present', 'absent', 'ill', 'excused', 'late', 'unset')
const LessonStatusMapping = words('held', 'cancelled')
const PeriodTypesMapping = words('quarter', 'trimester', 'half-year', 'module', 'year')
const MarksMapping = words('passed', 'failed', 'not-attested', 'exempt', 'waiting')
const WorkTypesMapping = z.strictObject({
  kinds: words('lesson', 'homework', 'control', 'essay', 'creative', 'laboratory', 'final'),
  // In the order in which a title is looked up: «контрольный диктант» is a dictation.
  titles: words(
    'dictation',
    'exposition',
    'essay',
    'laboratory',
    'practical',
    'project',
    'creative',
    'machine-test',
    'test',
    'control',
    'independent',
    'check',
    'notebook',
    'other',
    'lesson',
  ),
})

const PlanColumnsMapping = z.strictObject({
  columns: words('number', 'section', 'topic', 'hours', 'date', 'homework', 'held'),
  totals: z.array(Word),
})

function read<Schema extends z.ZodType>(folder: string, name: string, schema: Schema): z.infer<Schema> {
  const file = join(folder, name)
  try {
    return parseYaml(readFileSync(file, 'utf8'), file, schema)
  } catch (error) {
    if (isBridgeError(error, 'CONFIG_INVALID')) {
      throw new BridgeError('CONFIG_INVALID', {
        message: error.message,
        hint: 'Исправьте словарь: у каждого значения регламента свой список слов платформы',
        details: { file },
        cause: error,
      })
    }
    throw new BridgeError('CONFIG_INVALID', {
      message: `Словарь ${file} не читается`,
      hint: 'Словари поставляются вместе с программой: установите её заново',
      details: { file },
      cause: error,
    })
  }
}

/**
 * Reads the dictionaries of `mappings/` (or of another folder with the same six files).
 * @throws BridgeError CONFIG_INVALID with `file:line:column` of every problem of a file
 */
export function loadVocabulary(folder = shipped): Vocabulary {
  return createVocabulary(readMappings(folder))
}

/**
 * What to write where for a word that the coverage names, by the same dictionaries.
 * @throws BridgeError as above
 */
export function wordAdvice(unknown: string, folder = shipped): WordAdvice {
  return adviceFor(unknown, readMappings(folder))
}

const shipped = join(packageRoot, 'mappings')

function readMappings(folder: string): Mappings {
  return {
    attendance: read(folder, 'attendance.yaml', AttendanceMapping),
    lessonStatus: read(folder, 'lesson-status.yaml', LessonStatusMapping),
    periodTypes: read(folder, 'period-types.yaml', PeriodTypesMapping),
    workTypes: read(folder, 'work-types.yaml', WorkTypesMapping),
    marks: read(folder, 'marks.yaml', MarksMapping),
    plan: read(folder, 'plan-columns.yaml', PlanColumnsMapping),
  }
}
