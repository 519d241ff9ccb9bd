import { Command } from 'commander'
import { type ReplayedWindow, replayQuarantine, type School } from '../../app.js'
import type { Directory } from '../../journal/index.js'
import { windowKey } from '../../journal/index.js'
import { resourceWords } from '../../report/index.js'
import { type CommandContext, type CommonOptions, outputOf, withApp, withSchool } from '../context.js'

interface ReplayOptions extends CommonOptions {
  readonly dryRun?: boolean
}

function placeOf({ window }: ReplayedWindow, { classes, archivedClasses, subgroups }: Directory): string {
  const { resource, group, week } = window
  const name = [...classes, ...archivedClasses, ...subgroups].find(({ id }) => id === group)?.name
  return [
    resourceWords[resource],
    ...(group === null ? [] : [name ?? `№ ${group}`]),
    ...(week === null ? [] : [`неделя с ${week}`]),
  ].join(', ')
}

function outcomeText(replayed: ReplayedWindow, dryRun: boolean): string {
  const { outcome, before, after, changed, gone, complete, suspect } = replayed
  if (outcome === 'unreadable') return `по-прежнему не разобрано ${before}`
  if (outcome === 'refused')
    return `не разобрано ${before}; ответ разбирается, но не принят: из него пропало то, что было раньше; решит следующее чтение`
  const entered = `${dryRun ? 'будет внесено' : 'внесено'} записей ${changed}, исчезло ${gone}`
  const state = suspect
    ? 'чтение под вопросом до следующего'
    : complete
      ? 'чтение считается полным'
      : `осталось не разобрано ${after}`
  return `было не разобрано ${before}: ${entered}; ${state}`
}

function summaryOf(school: School, replayed: readonly ReplayedWindow[], dryRun: boolean): string {
  if (replayed.length === 0) return `Школа ${school.id}: карантин пуст, разбирать нечего.`
  const read = replayed.filter(({ outcome }) => outcome === 'entered')
  const elements = read.reduce((sum, { before, after }) => sum + before - after, 0)
  const told = `Школа ${school.id}: ${dryRun ? 'можно разобрать' : 'разобрано'} элементов ${elements} в окнах ${read.length} из ${replayed.length}.`
  return dryRun || read.length === 0
    ? told
    : `${told} Чтобы учесть это в вердиктах: dnevnik-bridge check --from ДАТА --to ДАТА`
}

export function replayCommand(context: CommandContext): Command {
  return withSchool(new Command('replay-quarantine'))
    .summary('разобрать заново то, чего программа раньше не понимала')
    .description(
      'Разбирает заново хранимые ответы платформы, часть которых не удалось разобрать, и вносит то, что теперь понятно.\n' +
        'Нужна после обновления программы; платформу не спрашивает. Разбирается последний ответ каждого окна: записи\n' +
        'считаются увиденными тогда, когда он пришёл. Повторный запуск ничего не меняет.',
    )
    .option('--dry-run', 'только показать, что будет внесено')
    .addHelpText('after', '\nПример:\n  dnevnik-bridge mirror replay-quarantine --dry-run')
    .action(async (options: ReplayOptions) => {
      const out = outputOf(context, options)
      const dryRun = options.dryRun === true
      await withApp(context, options, async app => {
        const schools = options.school === undefined ? app.schools : [app.deps.school(options.school)]
        for (const school of schools) {
          const replayed = await replayQuarantine(app.deps, school, { dryRun, signal: context.signal })
          const directory = await app.deps.mirror.directory(school.id)
          for (const item of replayed) {
            const { window, ...result } = item
            const { resource, group, week } = window
            out.result(
              {
                ...{ school: school.id, window: windowKey(window), resource, class: group, week },
                ...result,
                dryRun,
              },
              `${placeOf(item, directory)}: ${outcomeText(item, dryRun)}`,
            )
          }
          out.note(summaryOf(school, replayed, dryRun))
        }
      })
    })
}
