import { writeFile } from 'node:fs/promises'
import { Command, Option } from 'commander'
import { ManualClock, systemClock } from '../../clock.js'
import { startSandbox } from '../../sandbox/index.js'
import { type CommandContext, dateArgument, instantOf, outputOf, withCommon } from '../context.js'
import type { CommonOptions } from '../context.js'
import { portArgument, waitForStop } from './start.js'

interface SandboxOptions extends CommonOptions {
  readonly port: number
  readonly seed: string
  readonly classes: string
  readonly from: string
  readonly to: string
  readonly timeZone: string
  readonly homework: 'due' | 'given'
  readonly stamps: 'utc' | 'local'
  readonly truth?: string
}

export function sandboxCommand(context: CommandContext): Command {
  return withCommon(new Command('sandbox'))
    .summary('учебный сервер, похожий на платформу')
    .description(
      'Запускает на этом компьютере сервер, который отвечает как платформа, над выдуманной школой. Печатает адрес,\n' +
        'токен и номер школы. Часы: настоящие или --now, тогда их переводит POST /_sandbox/clock.',
    )
    .option('--port <порт>', 'порт, 0 — любой свободный', portArgument, 8421)
    .option('--seed <число>', 'зерно: та же школа при том же числе', '1')
    .option('--classes <число>', 'сколько классов', '8')
    .option('--from <дата>', 'первый день занятий', dateArgument, '2026-09-01')
    .option('--to <дата>', 'последний день занятий', dateArgument, '2026-12-30')
    .option('--time-zone <пояс>', 'часовой пояс школы', 'Europe/Moscow')
    .addOption(
      new Option('--homework <урок>', 'к какому уроку привязано ДЗ').choices(['due', 'given']).default('due'),
    )
    .addOption(
      new Option('--stamps <пояс>', 'в каком поясе отметки времени').choices(['utc', 'local']).default('utc'),
    )
    .option('--truth <файл>', 'записать, какие нарушения посеяны')
    .addHelpText(
      'after',
      '\nПример:\n  dnevnik-bridge sandbox --now 2026-10-19T08:00:00+03:00 --truth truth.json',
    )
    .action(async (options: SandboxOptions) => {
      const out = outputOf(context, options)
      const now = instantOf(options)
      const sandbox = await startSandbox({
        seed: Number(options.seed),
        classes: Number(options.classes),
        from: options.from,
        to: options.to,
        timeZone: options.timeZone,
        port: options.port,
        clock: now === null ? systemClock : new ManualClock(now),
        switches: { homeworkOn: options.homework, stampZone: options.stamps },
      })
      try {
        if (options.truth !== undefined)
          await writeFile(options.truth, `${JSON.stringify(sandbox.truth, null, 2)}\n`)
        const { url, token, school } = sandbox
        out.result(
          { url, token, school: school.id, timeZone: school.timeZone },
          [
            `Адрес:  ${url}`,
            `Токен:  ${token}`,
            `Школа:  ${school.id}, ${school.name}, ${school.timeZone}`,
            'Остановка: Ctrl-C. Подключить:',
            `  DNEVNIK_TOKEN=${token} dnevnik-bridge init --data ./data --api-url ${url} --school ${school.id} --time-zone ${school.timeZone} --yes`,
          ].join('\n'),
        )
        await waitForStop(context.signal)
      } finally {
        await sandbox.close()
      }
    })
}
