import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { Argument, Command, InvalidArgumentError } from 'commander'
import {
  enterPlans,
  type PlanImport,
  type PlannedVersion,
  type PlanPreview,
  previewPlans,
} from '../../app.js'
import { BridgeError } from '../../errors.js'
import {
  type CommandContext,
  type CommonOptions,
  dateArgument,
  outputOf,
  schoolOf,
  withApp,
  withSchool,
} from '../context.js'
import type { Output } from '../output.js'
import { changeText, signerOption } from '../statement-options.js'
import { previewText } from '../thematic-plan-text.js'

interface ImportOptions extends CommonOptions {
  readonly class?: readonly string[]
  readonly parallel?: number
  readonly subject: string
  readonly subgroup?: string
  readonly teacher?: string
  readonly year?: number
  readonly sheet?: string
  readonly from?: string
  readonly why?: string
  readonly by?: string
  readonly apply?: boolean
}

export function planImportCommand(context: CommandContext): Command {
  return withSchool(new Command('import'))
    .summary('внести план из файла; без --apply только показать')
    .description(
      'Читает план из XLSX или CSV (точка с запятой, запятая или табуляция; UTF-8 или windows-1251) и показывает, что будет\n' +
        'внесено. Записывает только с --apply, всё или ничего. Ошибки названы по ячейкам. Нужны столбцы «Тема урока» и\n' +
        '«Количество часов»; читаются также номер, раздел, дата и домашнее задание.',
    )
    .addArgument(new Argument('<файл>', 'файл плана, .xlsx или .csv'))
    .option('--class <имя>', 'класс, название или номер; можно несколько через запятую', names)
    .option('--parallel <класс>', 'вместо --class: все классы параллели, например 7', numberArgument)
    .requiredOption('--subject <имя>', 'предмет, название или номер')
    .option('--subgroup <имя>', 'план одной подгруппы, название или номер')
    .option('--teacher <имя>', 'план одного учителя: «Фамилия И. О.» или номер')
    .option(
      '--year <год>',
      'в каком году начинается учебный год; без него текущий, с августа — новый',
      numberArgument,
    )
    .option('--sheet <имя>', 'лист книги, если план есть на нескольких')
    .option(
      '--from <дата>',
      'первый день действия; без него 1 сентября, для новой версии сегодня',
      dateArgument,
    )
    .option('--why <текст>', 'причина коррекции, если план уже есть')
    .addOption(signerOption().makeOptionMandatory(false))
    .option('--apply', 'записать')
    .addHelpText(
      'after',
      '\nПримеры:\n  dnevnik-bridge thematic-plan import алгебра-7.xlsx --parallel 7 --subject Алгебра\n' +
        '  dnevnik-bridge thematic-plan import алгебра-7А.csv --class 7А --subject Алгебра --from 2027-01-11 ' +
        '--why "Отменены уроки 21–25 декабря" --by "Иванова А. П., завуч" --apply',
    )
    .action(async (path: string, options: ImportOptions) => {
      checkOptions(options)
      const request = { ...scopeOf(options), file: { ...(await fileAt(path)), sheet: options.sheet ?? null } }
      const out = outputOf(context, options)
      await withApp(context, options, async app => {
        const school = schoolOf(app, options)
        const preview = await previewPlans(app.deps, school.id, request)
        tellFile(out, preview)
        checkReason(preview, options)
        const { by, why = null } = options
        if (options.apply !== true || by === undefined) {
          out.result(
            { applied: false, ...lineOf(preview), versions: preview.versions.map(versionLine) },
            previewText(preview, false),
          )
          out.note('Ничего не записано. Чтобы записать, добавьте --apply и --by.')
          return
        }
        const signature = { author: by, at: app.deps.clock.now(), why: why?.trim() || null }
        const { entered, change } = await enterPlans(app.deps, school.id, preview.versions, signature)
        const versions = preview.versions.map((version, index) => ({
          ...versionLine(version),
          ...entered[index],
        }))
        const numbers = entered
          .filter(({ unchanged }) => !unchanged)
          .map(({ number, version }) => `№ ${number}, версия ${version}`)
        const done = numbers.length === 0 ? 'Всё это уже записано.' : `Записано: план ${numbers.join('; ')}.`
        out.result(
          { applied: true, ...lineOf(preview), versions, change },
          [previewText(preview, true), `${done} ${changeText(change)}`].join('\n'),
        )
      })
    })
}

function names(text: string): string[] {
  const found = text.split(',').map(part => part.trim())
  if (found.includes('')) throw new InvalidArgumentError('нужны названия через запятую.')
  return found
}

function numberArgument(text: string): number {
  if (!/^[1-9]\d{0,3}$/.test(text)) throw new InvalidArgumentError('нужно число.')
  return Number(text)
}

function checkOptions({ class: classes, parallel, year, apply, by }: ImportOptions): void {
  if ((classes === undefined) === (parallel === undefined)) {
    throw new BridgeError('USAGE', {
      message: 'Не сказано, чей это план',
      hint: 'Назовите либо классы (--class 7А,7Б), либо параллель (--parallel 7)',
    })
  }
  if (year !== undefined && (year < 2000 || year > 2100)) {
    throw new BridgeError('USAGE', {
      message: `Учебный год не может начаться в ${year} году`,
      hint: 'Для 2026/2027 учебного года: --year 2026',
    })
  }
  if (apply === true && by === undefined) {
    throw new BridgeError('USAGE', {
      message: 'Не сказано, кто вносит план',
      hint: 'Добавьте --by "Фамилия, должность"',
    })
  }
}

function scopeOf(options: ImportOptions): Omit<PlanImport, 'file'> {
  const {
    class: classes = null,
    parallel = null,
    subject,
    subgroup = null,
    teacher = null,
    year = null,
    from = null,
  } = options
  return { classes, parallel, subject, subgroup, teacher, studyYear: year, from }
}

/** @throws BridgeError USAGE for a file that can't be read */
async function fileAt(path: string): Promise<{ name: string; bytes: Uint8Array }> {
  try {
    return { name: basename(path), bytes: await readFile(path) }
  } catch (error) {
    const code = error instanceof Object && 'code' in error ? String(error.code) : ''
    throw new BridgeError('USAGE', {
      message: `Файл ${path} не прочитать${code ? ` (${code})` : ''}`,
      hint: 'Проверьте путь к файлу и права на него',
      cause: error,
    })
  }
}

const mostProblems = 50

/** @throws BridgeError PLAN_INVALID */
function tellFile(out: Output, { file }: PlanPreview): void {
  const { problems, remarks } = file
  for (const { place, message, fix } of remarks) {
    out.warning(
      { remark: message, place, fix },
      `Замечание. ${place === null ? '' : `${place}: `}${message}. ${fix}.`,
    )
  }
  for (const { place, message, fix } of problems.slice(0, mostProblems)) {
    out.warning({ problem: message, place, fix }, `${place ?? 'Файл'}: ${message}. ${fix}.`)
  }
  if (problems.length === 0) return
  const rest = problems.length - mostProblems
  throw new BridgeError('PLAN_INVALID', {
    message: `В файле плана ошибок: ${problems.length}${rest > 0 ? ` (показаны первые ${mostProblems})` : ''}`,
    details: { problems: problems.length },
  })
}

/** Without a reason nothing is superseded; a preview tells so before anybody waits for the writing. */
function checkReason({ versions }: PlanPreview, { apply, why }: ImportOptions): void {
  const superseded = versions.find(({ supersedes, unchanged }) => supersedes !== null && !unchanged)
  if (apply !== true || why?.trim() || !superseded?.supersedes) return
  const { number, version } = superseded.supersedes
  throw new BridgeError('PLAN_STANDS', {
    message: `${superseded.className}: план этого предмета уже есть — № ${number}, версия ${version}`,
    hint: 'Если новый файл заменяет его, назовите причину коррекции: --why; план подгруппы или учителя — с --subgroup, --teacher',
    details: { number, version },
  })
}

function lineOf({ studyYear, file }: PlanPreview) {
  const { kind, sha256, rows, unread } = file
  return { studyYear, file: kind, sha256, unread, rows }
}

function versionLine({ draft, className, supersedes, changes, unchanged, isTaught }: PlannedVersion) {
  const { classId, subjectId, groupId, teacherId, from } = draft
  return { classId, className, subjectId, groupId, teacherId, from, supersedes, changes, unchanged, isTaught }
}
