import { Command } from 'commander'
import { exitCodes } from '../../errors.js'
import { describeGaps } from '../../report/index.js'
import type { Run } from '../../runs/index.js'
import {
  type CommandContext,
  checkRange,
  outputOf,
  type RangeOptions,
  schoolOf,
  withApp,
  withRange,
} from '../context.js'
import { tellGaps } from '../gaps.js'
import { exitOf } from '../output.js'
import { progressLine, runNow } from '../run-now.js'
import { BridgeError } from '../../errors.js'
import { errorKinds } from '../../errors.js'

export function runError(run: Run): BridgeError {
  const code =
    run.errorCode !== null && run.errorCode in errorKinds
      ? (run.errorCode as keyof typeof errorKinds)
      : 'INTERNAL'
  return new BridgeError(code, { message: run.errorMessage ?? 'Запуск не удался' })
}

/**
 * Windows as `sync` tells them. What the platform doesn't offer is neither complete nor missing; but a run that failed
 * half-way leaves windows that it hasn't even asked for.
 */
export function windowCounts(run: Pick<Run, 'state' | 'windows' | 'complete' | 'incomplete'>): {
  readonly windows: number
  readonly complete: number
  readonly incomplete: number
} {
  const { complete } = run
  const answered = complete + run.incomplete
  const windows = run.state === 'failed' ? Math.max(run.windows ?? 0, answered) : answered
  return { windows, complete, incomplete: windows - complete }
}

export function syncCommand(context: CommandContext): Command {
  return withRange(new Command('sync'))
    .summary('прочитать журнал с платформы один раз, сейчас')
    .description(
      'Читает журнал за названные дни (целыми неделями) один раз, сейчас, и записывает, что и когда было видно.\n' +
        'Завершение: 0 — прочитано всё, 3 — с пробелами, 4 — нет доступа, 75 — платформа недоступна.',
    )
    .addHelpText(
      'after',
      '\nПример:\n  dnevnik-bridge sync --from 2026-10-19 --to 2026-10-24 --class 2260325488551003872',
    )
    .action(async (options: RangeOptions) => {
      checkRange(options)
      const out = outputOf(context, options)
      await withApp(context, options, async app => {
        const school = schoolOf(app, options)
        const classIds = options.class ?? null
        const before = app.deps.source.requestsSent()
        const run = await runNow(
          app,
          { kind: 'sync', school, from: options.from, to: options.to, classIds },
          { signal: context.signal, onProgress: run => out.progress(progressLine(run)) },
        )
        const { changed, gone, quarantined } = run
        const requests = app.deps.source.requestsSent() - before
        const { windows, complete, incomplete } = windowCounts(run)
        // Nothing was read: the failure alone is the answer.
        if (run.state === 'failed' && windows === 0) throw runError(run)
        out.result(
          {
            run: run.id,
            state: run.state,
            requests,
            windows,
            complete,
            incomplete,
            changed,
            gone,
            quarantined,
          },
          [
            `Прочитано окон: ${complete} из ${windows}, запросов: ${requests}.`,
            `Новых и изменённых записей: ${changed}, исчезло: ${gone}, не разобрано: ${quarantined}.`,
            ...(incomplete > 0 ? [`Не прочитано окон: ${incomplete}.`] : []),
          ].join('\n'),
        )
        if (run.state === 'failed') {
          out.failure(runError(run))
          context.exitCode = exitOf(run.errorCode)
          return
        }
        if (run.state === 'done') return
        const range = {
          school: school.id,
          from: options.from,
          to: options.to,
          ...(classIds ? { classIds } : {}),
        }
        const coverage = await app.deps.mirror.coverage(range)
        tellGaps(context, out, describeGaps(coverage, await app.deps.mirror.directory(school.id)))
        context.exitCode = exitCodes.gaps
      })
    })
}
