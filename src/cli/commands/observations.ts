import { Command, Option } from 'commander'
import { BridgeError, errorKinds } from '../../errors.js'
import { weeklyResources, type Window, windowKey } from '../../journal/index.js'
import type { ChainLook } from '../../mirror/index.js'
import {
  type CommandContext,
  type CommonOptions,
  dateArgument,
  idArgument,
  outputOf,
  schoolOf,
  withApp,
  withSchool,
} from '../context.js'

interface ObservationsOptions extends CommonOptions {
  readonly window?: string
  readonly class?: string
  readonly resource?: Window['resource']
  readonly week?: string
}

const ofSchool = [
  'groups',
  'teachers',
  'subjects',
  'work-types',
  'mark-values',
] as const satisfies readonly Window['resource'][]
const ofClass = [
  'members',
  'class-subjects',
  'class-teacher',
  'periods',
  'bells',
  'final-marks',
  'exam-marks',
] as const
const resources: readonly Window['resource'][] = [...weeklyResources, ...ofClass, ...ofSchool]

/** @throws BridgeError USAGE when the options don't name one window */
function keyOf(options: ObservationsOptions, school: string, weekStart: (date: string) => string): string {
  if (options.window !== undefined) return options.window
  const { resource, week } = options
  if (resource === undefined) {
    throw new BridgeError('USAGE', {
      message: 'Не сказано, о каком окне речь',
      hint: 'Назовите вид данных (--resource lessons --class НОМЕР --week ДАТА) или ключ окна (--window КЛЮЧ)',
    })
  }
  const weekly = weeklyResources.some(item => item === resource)
  const group = ofSchool.some(item => item === resource) ? null : (options.class ?? null)
  if (group === null && !ofSchool.some(item => item === resource)) {
    throw new BridgeError('USAGE', {
      message: `Окно «${resource}» есть у каждого класса своё`,
      hint: 'Назовите класс: --class НОМЕР',
    })
  }
  if (weekly && week === undefined) {
    throw new BridgeError('USAGE', {
      message: `Окно «${resource}» есть у каждой недели своё`,
      hint: 'Назовите любой её день: --week ГГГГ-ММ-ДД',
    })
  }
  return windowKey({ school, resource, group, week: weekly && week !== undefined ? weekStart(week) : null })
}

function lineOf(look: ChainLook, format: (instant: number) => string): string {
  const at = format(look.askedAt)
  if (look.errorCode !== null)
    return `${at}  не прочитано: ${errorKinds[look.errorCode].title} (${look.errorCode}), запросов ${look.requests}`
  const state = look.suspect ? 'под вопросом' : look.complete ? 'полностью' : 'не полностью'
  const body = look.bodyKept ? 'ответ хранится' : 'ответ уже удалён'
  const what =
    look.unchangedSince === null
      ? `записей ${look.records}, новых и изменённых ${look.changed}, исчезло ${look.gone}, не разобрано ${look.quarantined}`
      : `без изменений с ${format(look.unchangedSince)}`
  const again = look.replayedAt === null ? '' : `; разобрано заново ${format(look.replayedAt)}`
  const news = look.drift.length === 0 ? '' : `; незнакомое: ${look.drift.join(', ')}`
  return `${at}  ${state}: ${what}, запросов ${look.requests}; ${body}; ${clockOf(look.skew)}${again}${news}`
}

/** In seconds, which is what the platform's `Date` tells them in. */
function clockOf(skew: ChainLook['skew']): string {
  if (skew === null) return 'часы платформы не видны'
  const seconds = (ms: number) => (ms / 1000).toLocaleString('ru-RU', { maximumFractionDigits: 1 })
  const size = `на ${seconds(Math.abs(skew.ms))} ± ${seconds(skew.errorMs)} с`
  if (Math.abs(skew.ms) <= skew.errorMs) return `часы платформы те же, ± ${seconds(skew.errorMs)} с`
  return skew.ms > 0 ? `часы платформы спешат ${size}` : `часы платформы отстают ${size}`
}

export function observationsCommand(context: CommandContext): Command {
  return withSchool(new Command('observations'))
    .summary('показать все чтения одного окна: что и когда было видно')
    .description(
      'Показывает цепочку чтений одного окна (вид данных, класс, неделя): это то, чем доказываются вердикты.',
    )
    .option('--window <ключ>', 'ключ окна, как в --json')
    .option('--class <номер>', 'класс или подгруппа', idArgument)
    .addOption(new Option('--resource <вид>', 'вид данных').choices(resources))
    .option('--week <дата>', 'любой день недели, ГГГГ-ММ-ДД', dateArgument)
    .addHelpText(
      'after',
      '\nПример:\n  dnevnik-bridge observations --resource lessons --class 2260325488551003872 --week 2026-10-20',
    )
    .action(async (options: ObservationsOptions) => {
      const out = outputOf(context, options)
      await withApp(context, options, async app => {
        const school = schoolOf(app, options)
        const { calendar } = await app.deps.calendar(school)
        const window = keyOf(options, school.id, date => calendar.weekStart(date))
        const looks = await app.deps.mirror.chain(school.id, window)
        if (looks.length === 0 && options.window !== undefined) {
          throw new BridgeError('NOT_FOUND', {
            message: `Окна «${window}» ни разу не читали`,
            hint: 'Возьмите ключ из вывода --json или назовите вид данных, класс и неделю: observations --help',
          })
        }
        for (const look of looks) {
          const shown = {
            window,
            ...look,
            askedAt: calendar.format(look.askedAt),
            answeredAt: calendar.format(look.answeredAt),
            unchangedSince: look.unchangedSince === null ? null : calendar.format(look.unchangedSince),
            replayedAt: look.replayedAt === null ? null : calendar.format(look.replayedAt),
          }
          out.result(
            shown,
            lineOf(look, instant => calendar.format(instant)),
          )
        }
        out.note(`Чтений окна ${window}: ${looks.length}`)
      })
    })
}
