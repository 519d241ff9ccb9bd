import { type Command, InvalidArgumentError, Option } from 'commander'
import { archivedSheet, printBoard, sheetOfKit } from '../../app.js'
import { studyYearOf } from '../../calendar/index.js'
import { BridgeError } from '../../errors.js'
import {
  BackupCopy,
  ControlSession,
  HardCopy,
  type HardCopyStep,
  hardCopySteps,
  TrialRestore,
} from '../../regulation/index.js'
import { backupWords, controlWords, printedWords, restoreWords } from '../../report/index.js'
import { type CommandContext, classOption, dateArgument, studyYearArgument } from '../context.js'
import { versionOption } from '../opened-archive.js'
import {
  type Known,
  type StatementForm,
  statementAddCommand,
  statementCommand,
} from '../statement-command.js'
import { typedStatement } from '../statement-options.js'

/** Commands by which people tell of control, copies and paper, where nobody but them can (clauses 1.2, 2.8, 2.9, 3). */

interface Dated {
  readonly on?: string
}

function withDay(command: Command): Command {
  return command.option('--on <дата>', 'когда, ГГГГ-ММ-ДД; без него — сегодня', dateArgument)
}

/** Of a year that is over those of its kits and of what was entered. @throws BridgeError NOT_FOUND where there are none */
async function classesOfYear({ app, school }: Known, studyYear: string): Promise<readonly string[]> {
  const { classes } = await printBoard(app.deps, app.deps.school(school), studyYear)
  if (classes.length > 0) return classes.map(({ id }) => id)
  throw new BridgeError('NOT_FOUND', {
    message: `За ${studyYear} нет ни комплектов печати, ни отметок: чьи ведомости печатали, неизвестно`,
    hint: 'Назовите классы: --class. Комплект за год, который идёт, делает dnevnik-bridge print-kit make',
  })
}

function allClasses({ directory }: Known): readonly string[] {
  return directory.classes.map(({ id }) => id)
}

interface ControlOptions extends Dated {
  readonly class?: readonly string[]
  readonly checked: string
  readonly found?: string
}

export function controlCommand(context: CommandContext): Command {
  return statementCommand<'control', ControlOptions>(context, {
    name: 'control',
    kind: 'control',
    summary: 'записать контроль ведения журнала (п. 1.2)',
    description: 'Журнал каждого класса проверяют раз в месяц; кто и когда проверил, знает только школа.',
    words: { one: 'Контроль', genitive: 'записи о контроле', many: 'контроль' },
    add: {
      summary: 'записать контроль',
      description: 'Без --class — все классы. Что найдено, записывается словами; вердиктов это не меняет.',
      example: '--checked "темы, отметки, сверка с 5 работами" --by "Иванова А. П., завуч"',
      options: command =>
        withDay(command)
          .addOption(classOption())
          .requiredOption('--checked <текст>', 'что проверено')
          .option('--found <текст>', 'что найдено'),
      contents: ({ class: classes, on, checked, found }, known) => [
        typedStatement(
          ControlSession,
          { classIds: classes ?? allClasses(known), on: on ?? known.today, checked, found: found ?? null },
          'У контроля есть классы, день и что проверено',
        ),
      ],
    },
    describe: controlWords,
  })
}

interface CopyOptions extends Dated {
  readonly place: string
  readonly verified?: boolean
}

export function copyCommand(context: CommandContext): Command {
  return statementCommand<'backup', CopyOptions>(context, {
    name: 'copy',
    kind: 'backup',
    summary: 'записать резервную копию журнала и архива (п. 1.2, 2.9)',
    description:
      'Здесь записывают копии, которые делает не программа: когда, где и проверена ли; archive backup записывает свои в\n' +
      'журнал архива. Копии, названные одинаково, лежат в одном месте.',
    words: { one: 'Копия', genitive: 'записи о копии', many: 'копии' },
    add: {
      summary: 'записать копию',
      description:
        'Проверена та копия, которую после записи прочитали и сверили, например archive verify --archive.',
      example: '--place "внешний диск, сейф директора" --verified --by "Сидоров К. Л., инженер"',
      options: command =>
        withDay(command)
          .requiredOption('--place <текст>', 'где она лежит')
          .option('--verified', 'копия прочитана и сверена'),
      contents: ({ on, place, verified }, { today }) => [
        typedStatement(
          BackupCopy,
          { on: on ?? today, place, verified: verified === true },
          'У копии есть день и место',
        ),
      ],
    },
    describe: backupWords,
  })
}

interface RestoreOptions extends Dated {
  readonly source: string
  readonly failed?: boolean
}

export function trialRestoreCommand(context: CommandContext): Command {
  return statementCommand<'restore', RestoreOptions>(context, {
    name: 'trial-restore',
    kind: 'restore',
    summary: 'записать пробное восстановление архива из копии (п. 2.9)',
    description:
      'Раз в год архив восстанавливают из копии на пробу и проверяют. Здесь записывают пробы, которые провела не\n' +
      'программа; archive restore --trial записывает свои в журнал архива.',
    words: { one: 'Восстановление', genitive: 'записи о восстановлении', many: 'восстановления' },
    add: {
      summary: 'записать пробное восстановление',
      description: 'Неудавшееся тоже записывают: с --failed.',
      example: '--source "внешний диск, копия от 05.06.2027" --by "Сидоров К. Л., инженер"',
      options: command =>
        withDay(command)
          .requiredOption('--source <текст>', 'из какой копии и куда')
          .option('--failed', 'восстановить не удалось'),
      contents: ({ on, source, failed }, { today }) => [
        typedStatement(
          TrialRestore,
          { on: on ?? today, from: source, succeeded: failed !== true },
          'У восстановления есть день и копия',
        ),
      ],
    },
    describe: restoreWords,
  })
}

export interface HardCopyOptions extends Dated {
  readonly class?: readonly string[]
  readonly year?: string
  readonly step: readonly HardCopyStep[]
  readonly who?: string
  readonly objectVersion?: string
}

/** A statement for each class and step. */
export async function hardCopies(
  { class: classes, step, on, who, year }: HardCopyOptions & { readonly year: string },
  known: Known,
  printedSheet: (classId: string) => Promise<NonNullable<HardCopy['sheet']>>,
): Promise<HardCopy[]> {
  const contents: HardCopy[] = []
  for (const classId of classes ?? (await classesOfYear(known, year))) {
    for (const one of step) {
      const sheet = one === 'printed' ? await printedSheet(classId) : null
      const doneBy = who === undefined ? {} : { doneBy: who }
      contents.push(
        typedStatement(
          HardCopy,
          { classId, studyYear: year, step: one, on: on ?? known.today, ...doneBy, sheet },
          'У шага есть класс, учебный год, шаг и день',
        ),
      )
    }
  }
  return contents
}

export function hardCopyOptions(command: Command): Command {
  return withDay(command)
    .addOption(classOption())
    .addOption(stepsOption().makeOptionMandatory())
    .option('--who <кто>', 'кто выполнил, если не вы')
    .addOption(versionOption())
}

const hardCopyForm: StatementForm<'hard-copy', HardCopyOptions & { readonly year: string }> = {
  name: 'hard-copy',
  kind: 'hard-copy',
  summary: 'отметить печать годовой ведомости: шаг за шагом (п. 1.2, 2.8, 3)',
  description:
    'Шаги: prepared — подготовлена, printed — распечатана, sewn — прошита, signed — подписана, sealed — скреплена\n' +
    'печатью, filed — сдана в архив. Распечатанная ведомость сличается с журналом: тогда и потом.',
  words: { one: 'Шаг печати', genitive: 'шага печати', many: 'шаги печати' },
  add: {
    summary: 'отметить шаги',
    description:
      'По записи на каждый класс и шаг; без --class — все классы. Сначала посмотрите с --dry-run.\n' +
      'Распечатанной считается последняя годовая ведомость класса в архиве, если версия не названа.',
    example:
      '--year 2026-2027 --step printed,sewn --class 1000000000101 --on 2027-06-15 --by "Иванова А. П., завуч"',
    options: command =>
      hardCopyOptions(
        command.requiredOption('--year <год>', 'учебный год, например 2026-2027', studyYearArgument),
      ),
    contents: (options, known) =>
      hardCopies(options, known, classId => archivedSheet(known.app.deps, placeOf(classId, options, known))),
  },
  describe: printedWords,
}

function placeOf(
  classId: string,
  { year, objectVersion }: HardCopyOptions & { readonly year: string },
  { school }: Known,
): Parameters<typeof archivedSheet>[1] {
  return { school, classId, studyYear: year, version: objectVersion ?? null }
}

export function hardCopyCommand(context: CommandContext): Command {
  return statementCommand(context, hardCopyForm)
}

/** The same register, for sheets of a print kit: what was printed is what the kit holds. */
export function registerCommand(context: CommandContext): Command {
  const form: StatementForm<'hard-copy', HardCopyOptions> = {
    ...hardCopyForm,
    add: {
      summary: 'отметить, что с ведомостями сделано: подготовлены, распечатаны, прошиты, подписаны, сданы',
      description:
        'По записи на каждый класс и шаг; без --class — все классы. Шаги: prepared — подготовлена, printed — распечатана,\n' +
        'sewn — прошита, signed — подписана, sealed — скреплена печатью, filed — сдана в архив. Распечатанной считается\n' +
        'ведомость из последнего комплекта класса; с неё она и сличается с журналом каждую ночь. Это та же книга, что у\n' +
        'hard-copy: показывает и отзывает записи hard-copy list и hard-copy withdraw. Пробы — с --dry-run.',
      example:
        '--step printed,sewn --class 1000000000101 --on 2027-06-15 --who "Петров П. П., секретарь" \\\n' +
        '    --by "Иванова А. П., завуч"',
      options: command =>
        hardCopyOptions(
          command.option(
            '--year <год>',
            'учебный год, например 2026-2027; без него — текущий',
            studyYearArgument,
          ),
        ),
      contents: (options, known) => {
        const year = options.year ?? studyYearOf(known.today)
        return hardCopies({ ...options, year }, known, classId =>
          options.objectVersion === undefined
            ? sheetOfKit(known.app.deps, { school: known.school, studyYear: year, classId })
            : archivedSheet(known.app.deps, placeOf(classId, { ...options, year }, known)),
        )
      },
    },
  }
  return statementAddCommand(context, form, { name: 'register', path: 'print-kit register' })
}

function stepsOption(): Option {
  const option = new Option('--step <шаг...>', `шаг или шаги: ${hardCopySteps.join(', ')}`).argParser(
    (text: string, before: readonly HardCopyStep[] | undefined) => [
      ...(before ?? []),
      ...text.split(',').map(stepArgument),
    ],
  )
  option.variadic = true
  return option
}

function stepArgument(text: string): HardCopyStep {
  const step = hardCopySteps.find(known => known === text.trim())
  if (!step) throw new InvalidArgumentError(`возможны: ${hardCopySteps.join(', ')}.`)
  return step
}
