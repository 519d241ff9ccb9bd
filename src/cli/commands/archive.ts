import { Command } from 'commander'
import type { CommandContext } from '../context.js'
import { backupCommand, restoreCommand } from './archive-backup.js'
import { attachSignatureCommand, checkpointCommand, stampCommand } from './archive-checkpoint.js'
import { disposeCommand } from './archive-dispose.js'
import { exportCommand, getCommand } from './archive-get.js'
import { holdCommand, releaseCommand } from './archive-hold.js'
import { identityCommand } from './archive-identity.js'
import { changeKeyCommand, replaceLostKeyCommand } from './archive-key.js'
import { listCommand, showCommand } from './archive-list.js'
import { retentionCommand } from './archive-retention.js'
import { scrubCommand, verifyCommand } from './archive-verify.js'

export function archiveCommand(context: CommandContext): Command {
  return new Command('archive')
    .summary('архив отчётов и ведомостей')
    .description('Архив отчётов и ведомостей. Читать его можно и во время работы программы.')
    .addCommand(listCommand(context))
    .addCommand(showCommand(context))
    .addCommand(getCommand(context))
    .addCommand(exportCommand(context))
    .addCommand(retentionCommand(context))
    .addCommand(holdCommand(context))
    .addCommand(releaseCommand(context))
    .addCommand(disposeCommand(context))
    .addCommand(verifyCommand(context))
    .addCommand(scrubCommand(context))
    .addCommand(checkpointCommand(context))
    .addCommand(stampCommand(context))
    .addCommand(attachSignatureCommand(context))
    .addCommand(changeKeyCommand(context))
    .addCommand(replaceLostKeyCommand(context))
    .addCommand(identityCommand(context))
    .addCommand(backupCommand(context))
    .addCommand(restoreCommand(context))
}
