import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Command, Option } from 'commander'
import { faultKinds, type Sandbox, startSandbox } from '../../sandbox/index.js'
import { type CommandContext, dateArgument, instantOf, outputOf, withCommon } from '../context.js'
import type { CommonOptions } from '../context.js'
import { readFaults, readSwitches, sandboxClock } from '../sandbox-options.js'
import { portArgument, waitForStop } from './start.js'

interface SandboxOptions extends CommonOptions {
  readonly port: number
  readonly seed: string
  readonly classes: string
  readonly from: string
  readonly to: string
  readonly timeZone: string
  readonly pupils: string
  readonly life: 'plain' | 'full'
  readonly homework: 'due' | 'given'
  readonly stamps: 'utc' | 'local' | 'moscow'
  readonly switch: readonly string[]
  readonly faults: readonly string[]
  readonly speed?: string
  readonly token?: string
  readonly truth?: string
  readonly plans?: string
}

const collect = (text: string, before: readonly string[]) => [...before, text]

export function sandboxCommand(context: CommandContext): Command {
  return withCommon(new Command('sandbox'))
    .summary('учебный сервер, похожий на платформу')
    .description(
      'Запускает на этом компьютере сервер, который отвечает как платформа, над выдуманной школой. Печатает адрес,\n' +
        'токен и номер школы. Только чтение. Часы: настоящие; с --now стоят на этом моменте, с --speed идут быстрее;\n' +
        'и те и другие переводит POST /_sandbox/clock. Всё о переключателях и сбоях: docs/sandbox.md.',
    )
    .option('--port <порт>', 'порт, 0 — любой свободный', portArgument, 8421)
    .option('--seed <число>', 'зерно: та же школа при том же числе', '1')
    .option('--classes <число>', 'сколько классов', '8')
    .option('--pupils <число>', 'учеников в классе', '25')
    .addOption(
      new Option('--life <жизнь>', 'простая или полная: субботы, переводы, болезни, оценок как в жизни')
        .choices(['plain', 'full'])
        .default('plain'),
    )
    .option('--from <дата>', 'первый день занятий', dateArgument, '2026-09-01')
    .option('--to <дата>', 'последний день занятий', dateArgument, '2026-12-30')
    .option('--time-zone <пояс>', 'часовой пояс школы', 'Europe/Moscow')
    .addOption(
      new Option('--homework <урок>', 'к какому уроку привязано ДЗ').choices(['due', 'given']).default('due'),
    )
    .addOption(
      new Option('--stamps <пояс>', 'в каком поясе отметки времени')
        .choices(['utc', 'local', 'moscow'])
        .default('utc'),
    )
    .addOption(
      new Option('--switch <имя=значение>', 'переключатель неизвестного, можно повторять')
        .default([], 'все обычные')
        .argParser(collect),
    )
    .addOption(
      new Option('--faults <сбой|файл>', 'сбои: вид[,имя=значение…], JSON или файл с JSON, можно повторять')
        .default([], 'без сбоев')
        .argParser(collect),
    )
    .option('--speed <число>', 'во сколько раз быстрее идут часы, от --now или от настоящих')
    .option('--token <токен>', 'какой токен принимать; иначе выводится из зерна')
    .option('--truth <файл>', 'записать, какие нарушения посеяны')
    .option('--plans <папка>', 'темы идут по планам (КТП), иногда отступая от них; записать планы в папку')
    .addHelpText(
      'after',
      [
        '',
        'Пример:',
        '  dnevnik-bridge sandbox --now 2026-10-19T08:00:00+03:00 --truth truth.json',
        '  dnevnik-bridge sandbox --classes 40 --life full --to 2027-05-26 --now 2026-10-19T08:00:00+03:00 --speed 60',
        '  dnevnik-bridge sandbox --switch role=pupil --faults rate-limit,share=0.1,seed=7',
        '',
        `Виды сбоев: ${faultKinds.join(', ')}`,
      ].join('\n'),
    )
    .action(async (options: SandboxOptions) => {
      const out = outputOf(context, options)
      const switches = readSwitches([
        `homeworkOn=${options.homework}`,
        `stampZone=${options.stamps}`,
        ...options.switch,
      ])
      const sandbox = await startSandbox({
        seed: Number(options.seed),
        classes: Number(options.classes),
        from: options.from,
        to: options.to,
        timeZone: options.timeZone,
        port: options.port,
        pupilsPerClass: Number(options.pupils),
        life: options.life,
        plans: options.plans !== undefined,
        clock: sandboxClock(instantOf(options), options.speed),
        switches,
        faults: await readFaults(options.faults),
        ...(options.token !== undefined && { token: options.token }),
      })
      try {
        if (options.truth !== undefined)
          await writeFile(options.truth, `${JSON.stringify(sandbox.truth, null, 2)}\n`)
        if (options.plans !== undefined) await writePlans(options.plans, sandbox)
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

async function writePlans(folder: string, sandbox: Sandbox): Promise<void> {
  await mkdir(folder, { recursive: true })
  for (const { name, bytes } of await sandbox.planFiles()) await writeFile(join(folder, name), bytes)
}
