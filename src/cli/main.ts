#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Command, CommanderError } from 'commander'
import { z } from 'zod'
import { BridgeError, exitCodes } from '../errors.js'
import { packageRoot } from '../package-root.js'
import { acquaintanceCommand } from './commands/acquaintance.js'
import { archiveCommand } from './commands/archive.js'
import { authCommand } from './commands/auth.js'
import { backupCommand } from './commands/backup.js'
import { briefingCommand } from './commands/briefing.js'
import { calibrateCommand } from './commands/calibrate.js'
import { certificateCommand } from './commands/certificate.js'
import { checkCommand } from './commands/check.js'
import { databaseCommand } from './commands/database.js'
import { demoCommand } from './commands/demo.js'
import { digestCommand } from './commands/digest.js'
import { doctorCommand } from './commands/doctor.js'
import { exemptCommand } from './commands/exempt.js'
import { formCommand } from './commands/form.js'
import { incidentCommand } from './commands/incident.js'
import { initCommand } from './commands/init.js'
import { journalCommand } from './commands/journal.js'
import { classOpeningCommand } from './commands/class-opening.js'
import { controlCommand, copyCommand, hardCopyCommand, trialRestoreCommand } from './commands/keeping.js'
import { mirrorCommand } from './commands/mirror.js'
import { observationsCommand } from './commands/observations.js'
import { orderCommand } from './commands/order.js'
import { outageCommand } from './commands/outage.js'
import { planCommand } from './commands/plan.js'
import { printKitCommand } from './commands/print-kit.js'
import { pupilOrderCommand } from './commands/pupil-order.js'
import { replayCommand } from './commands/replay.js'
import { replyCommand } from './commands/reply.js'
import { reportCommand } from './commands/report.js'
import { requestsCommand } from './commands/requests.js'
import { sandboxCommand } from './commands/sandbox.js'
import { settingsCommand } from './commands/settings.js'
import { sheetCommand } from './commands/sheet.js'
import { startCommand } from './commands/start.js'
import { substitutionCommand } from './commands/substitution.js'
import { syncCommand } from './commands/sync.js'
import { thematicPlanCommand } from './commands/thematic-plan.js'
import { usersCommand } from './commands/users.js'
import { verdictCommand } from './commands/verdict.js'
import { verdictsCommand } from './commands/verdicts.js'
import { writtenLimitsCommand } from './commands/written-limits.js'
import type { CommandContext } from './context.js'
import { createOutput } from './output.js'
import { russianHelp, usageError } from './russian-commander.js'

const Package = z.object({ version: z.string() })
const { version } = Package.parse(JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')))

const stop = new AbortController()
const context: CommandContext = {
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  environment: process.env,
  signal: stop.signal,
  exitCode: exitCodes.done,
}

let signals = 0
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  // Under npm the terminal's Ctrl-C arrives twice; only somebody who insists gets the hard way out.
  process.on(name, () => {
    signals += 1
    stop.abort()
    if (signals > 3) process.exit(exitCodes.interrupted)
  })
}
// A reader that closes early (`| head`) isn't a failure of ours: what follows goes nowhere, and the command ends in
// its own time, with its own exit code and without leaving a database behind.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
})

const program = new Command('dnevnik-bridge')
  .description(
    'Электронный журнал Дневник.ру: читает, проверяет по регламенту, сообщает, архивирует с доказательством.',
  )
  .version(version, '-V, --version', 'показать версию')
  .addHelpText(
    'after',
    '\nЗавершение: 0 готово, 1 не удалось, 2 неверный вызов или настройки, 3 с пробелами в охвате, 4 нет доступа\n' +
      'к платформе, 5 архив повреждён, 6 найдены нарушения (--fail-on), 75 повторить позже, 130 прервано.\n' +
      'Начать: dnevnik-bridge demo',
  )
for (const make of [
  initCommand,
  authCommand,
  doctorCommand,
  startCommand,
  usersCommand,
  planCommand,
  observationsCommand,
  mirrorCommand,
  syncCommand,
  checkCommand,
  verdictsCommand,
  verdictCommand,
  replyCommand,
  exemptCommand,
  outageCommand,
  incidentCommand,
  substitutionCommand,
  acquaintanceCommand,
  briefingCommand,
  settingsCommand,
  writtenLimitsCommand,
  controlCommand,
  copyCommand,
  trialRestoreCommand,
  hardCopyCommand,
  orderCommand,
  pupilOrderCommand,
  classOpeningCommand,
  formCommand,
  thematicPlanCommand,
  reportCommand,
  certificateCommand,
  sheetCommand,
  journalCommand,
  printKitCommand,
  digestCommand,
  archiveCommand,
  backupCommand,
  databaseCommand,
  replayCommand,
  requestsCommand,
  calibrateCommand,
  sandboxCommand,
  demoCommand,
]) {
  program.addCommand(make(context))
}
russianHelp(program)

try {
  await program.parseAsync(process.argv)
} catch (error) {
  if (error instanceof CommanderError && error.exitCode === 0) {
    context.exitCode = exitCodes.done
  } else {
    const output = createOutput(context, process.argv.includes('--json'))
    const shown = error instanceof CommanderError ? usageError(error) : error
    const interrupted = stop.signal.aborted && !(shown instanceof BridgeError && shown.code !== 'INTERRUPTED')
    context.exitCode = output.failure(
      interrupted
        ? new BridgeError('INTERRUPTED', { message: 'Остановлено по просьбе пользователя', cause: shown })
        : shown,
    )
  }
}
process.exitCode = context.exitCode
