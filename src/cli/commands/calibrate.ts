import { Command } from 'commander'
import {
  type App,
  calibrateEdit,
  calibrateHomework,
  calibrateStamps,
  effectiveSchool,
  type School,
} from '../../app.js'
import { BridgeError } from '../../errors.js'
import { type Calibration, calibrationSubjects } from '../../ledger/index.js'
import { editionOn } from '../../regulation/index.js'
import {
  type CommandContext,
  type CommonOptions,
  checkRange,
  dateArgument,
  idArgument,
  momentArgument,
  outputOf,
  schoolOf,
  withApp,
  withSchool,
} from '../context.js'
import { calibrationText, homeworkText, stampsText, untestedText } from '../calibration-text.js'

interface StampsOptions extends CommonOptions {
  readonly class: string
  readonly date: string
  readonly person?: string
  readonly lesson?: string
  readonly at?: number
  readonly editedAt?: number
  readonly by: string
}

interface HomeworkOptions extends CommonOptions {
  readonly from: string
  readonly to: string
  readonly by: string
}

function tester({ environment }: CommandContext): string {
  return environment.USER || environment.USERNAME || 'не назван'
}

export function calibrateCommand(context: CommandContext): Command {
  const calibrate = new Command('calibrate')
    .summary('доказать, в каком поясе платформа ставит отметки времени и где стоит домашнее задание')
    .description('Проверки платформы, без которых её отметки времени ничего не доказывают против учителя.')
  calibrate.addCommand(stampsCommand(context))
  calibrate.addCommand(homeworkCommand(context))
  calibrate.addCommand(statusCommand(context))
  return calibrate
}

function stampsCommand(context: CommandContext): Command {
  return withSchool(new Command('stamps'))
    .summary('пояс отметок времени и сдвигает ли их правка')
    .description(
      'Шаг 1: поставьте в журнале одну отметку (или «н»), запишите минуту и назовите её в --at.\n' +
        'Шаг 2: измените ту же запись, не удаляя её, и назовите минуту правки в --edited-at.\n' +
        'Отметки времени считаются сами по себе только после обоих шагов и если правка их не сдвигает.',
    )
    .requiredOption('--class <номер>', 'класс', idArgument)
    .requiredOption('--date <дата>', 'день урока, ГГГГ-ММ-ДД', dateArgument)
    .option('--person <номер>', 'только записи этого ученика', idArgument)
    .option('--lesson <номер>', 'только записи этого урока', idArgument)
    .option('--at <момент>', 'когда запись сделана, с поясом', momentArgument)
    .option('--edited-at <момент>', 'когда та же запись изменена, с поясом', momentArgument)
    .option('--by <имя>', 'кто проверял', tester(context))
    .addHelpText(
      'after',
      '\nПример:\n  dnevnik-bridge calibrate stamps --class 2260325488551003872 --date 2026-10-20 --at 2026-10-20T12:34+03:00',
    )
    .action(async (options: StampsOptions) => {
      const { at, editedAt } = options
      if ((at === undefined) === (editedAt === undefined)) {
        throw new BridgeError('USAGE', {
          message: 'Нужно одно из двух: --at (первый шаг) или --edited-at (второй)',
          hint: 'Сначала calibrate stamps … --at МОМЕНТ, затем, после правки записи, … --edited-at МОМЕНТ',
        })
      }
      const out = outputOf(context, options)
      await withApp(context, options, async app => {
        const test = {
          school: schoolOf(app, options).id,
          classId: options.class,
          date: options.date,
          personId: options.person ?? null,
          lessonId: options.lesson ?? null,
          byWhom: options.by,
          signal: context.signal,
        }
        const proved =
          at !== undefined
            ? await calibrateStamps(app.deps, { ...test, at })
            : await calibrateEdit(app.deps, { ...test, editedAt: editedAt ?? 0 })
        const { calendar } = await app.deps.calendar(schoolOf(app, options))
        out.result(lineOf(proved, calendar.format), calibrationText(proved))
      })
    })
}

function homeworkCommand(context: CommandContext): Command {
  return withSchool(new Command('homework'))
    .summary('к какому уроку платформа относит домашнее задание')
    .description('Смотрит по уже прочитанным заданиям этих дней; платформу не спрашивает.')
    .requiredOption('--from <дата>', 'первый день, ГГГГ-ММ-ДД', dateArgument)
    .requiredOption('--to <дата>', 'последний день, ГГГГ-ММ-ДД', dateArgument)
    .option('--by <имя>', 'кто проверял', tester(context))
    .addHelpText('after', '\nПример:\n  dnevnik-bridge calibrate homework --from 2026-10-05 --to 2026-10-24')
    .action(async (options: HomeworkOptions) => {
      checkRange(options)
      const out = outputOf(context, options)
      await withApp(context, options, async app => {
        const school = schoolOf(app, options)
        const { from, to, by } = options
        const proved = await calibrateHomework(app.deps, { school: school.id, from, to, byWhom: by })
        const { calendar } = await app.deps.calendar(school)
        out.result(lineOf(proved, calendar.format), calibrationText(proved))
      })
    })
}

function statusCommand(context: CommandContext): Command {
  return withSchool(new Command('status'))
    .summary('что доказано и что из этого действует')
    .description('Показывает доказанное, настройки и то, что действует: настройка, если она задана, сильнее.')
    .addHelpText('after', '\nПример:\n  dnevnik-bridge calibrate status --json')
    .action(async (options: CommonOptions) => {
      const out = outputOf(context, options)
      await withApp(context, options, async app => {
        for (const line of await statusOf(app, schoolOf(app, options))) out.result(line.json, line.text)
      })
    })
}

async function statusOf(app: App, school: School): Promise<{ json: object; text: string }[]> {
  const calibrated = await app.deps.calibrations.newest(school.id)
  const effective = await effectiveSchool(app.deps, school.id)
  const { calendar } = await app.deps.calendar(school)
  const today = calendar.dateOf(app.deps.clock.now())
  const homework = ({ regulation }: School) =>
    editionOn(regulation, today).rules['2.6-homework-in-time'].lesson
  const settings = {
    stamps: { setting: school.regulation.stamps, effective: effective.regulation.stamps },
    'stamp-edit': { setting: null, effective: null },
    'homework-lesson': { setting: homework(school), effective: homework(effective) },
  }
  return calibrationSubjects.map(what => {
    const calibration = calibrated[what]
    const proven = calibration ? lineOf(calibration, calendar.format) : { what, result: null }
    const text = calibration
      ? `${calibrationText(calibration)} (${calendar.format(calibration.provenAt)}, ${calibration.byWhom})`
      : untestedText(what)
    const inForce =
      what === 'stamps'
        ? `; действует: ${stampsText(effective.regulation.stamps)}`
        : what === 'homework-lesson'
          ? `; действует: ${homeworkText(homework(effective))}`
          : ''
    return { json: { ...proven, ...settings[what] }, text: `${text}${inForce}` }
  })
}

function lineOf({ what, result, provenAt, evidence, byWhom }: Calibration, format: (at: number) => string) {
  return { what, result, provenAt: format(provenAt), by: byWhom, evidence }
}
