import { Command } from 'commander'
import { type LookOfDay, planOfDay } from '../../app.js'
import {
  type CommandContext,
  type CommonOptions,
  dateArgument,
  outputOf,
  schoolOf,
  withApp,
  withSchool,
} from '../context.js'
import { lookKindWords, missedWords } from '../../runs/index.js'

interface PlanOptions extends CommonOptions {
  readonly date?: string
}

const stateWords: Readonly<Record<LookOfDay['state'], string>> = {
  planned: 'впереди     ',
  taken: 'взято       ',
  missed: 'ПРОПУЩЕНО   ',
  unplanned: 'не назначено',
}

function lineOf(look: LookOfDay, time: string): string {
  const classes = look.classIds === null ? 'вся школа' : `классов: ${look.classIds.length}`
  const clauses = look.decides.length > 0 ? `, решает п. ${look.decides.join(', ')}` : ''
  const reason = look.reason === null ? '' : `; ${missedWords(look.reason)}`
  return `${time}  ${stateWords[look.state]}  ${lookKindWords[look.kind]}: ${classes}${clauses}, запросов от ${look.price}${reason}`
}

/** Why the day has no plan, and what the lines above are then. */
function unplannedText(date: string, today: string): string {
  if (date < today)
    return `День ${date} никто не планировал: в этот день программа (start) не работала. Показано, что она прочитала бы.`
  if (date > today)
    return `День ${date} ещё не спланирован: это сделает start в начале этого дня. Показан план, каким он был бы сейчас.`
  return `День ${date} не спланирован: start ещё не запущен. Показан план, который он составит.`
}

export function planCommand(context: CommandContext): Command {
  return withSchool(new Command('plan'))
    .summary('показать чтения журнала, назначенные на день, и что с ними стало')
    .description(
      'Показывает, когда в этот день читается журнал, что каждое чтение решает, сколько запросов стоит, и какие\n' +
        'чтения пропущены и почему. Для дня, который никто не планировал, показывает план, каким он был бы.',
    )
    .option('--date <дата>', 'день, ГГГГ-ММ-ДД; без него сегодня', dateArgument)
    .addHelpText('after', '\nПример:\n  dnevnik-bridge plan --date 2026-10-20')
    .action(async (options: PlanOptions) => {
      const out = outputOf(context, options)
      await withApp(context, options, async app => {
        const school = schoolOf(app, options)
        const { calendar } = await app.deps.calendar(school)
        const today = calendar.dateOf(app.deps.clock.now())
        const date = options.date ?? today
        const looks = await planOfDay(app.deps, school, { date, schedule: app.config.schedule })
        for (const look of looks) {
          const { kind, from, to, classIds, decides, price, state, reason, run } = look
          const at = calendar.format(look.at)
          out.result(
            { at, kind, state, reason, from, to, classes: classIds, decides, price, run },
            lineOf(look, at.slice(0, 16).replace('T', ' ')),
          )
        }
        const price = looks.filter(look => !look.dropped).reduce((sum, look) => sum + look.price, 0)
        if (looks.some(({ state }) => state === 'unplanned')) out.note(unplannedText(date, today))
        out.note(`Чтений: ${looks.length}, запросов от ${price}`)
      })
    })
}
