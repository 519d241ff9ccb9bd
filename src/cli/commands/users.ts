import { Command } from 'commander'
import type { CommandContext } from '../context.js'
import { userAddCommand } from './users-add.js'
import {
  userLockCommand,
  userPasswordCommand,
  userRoleCommand,
  userSessionsCommand,
  userSubjectCommand,
  userTotpCommand,
  userUnlockCommand,
} from './users-change.js'
import { userListCommand, userLogCommand } from './users-list.js'

export function usersCommand(context: CommandContext): Command {
  return new Command('users')
    .summary('кто входит на страницы и что видит')
    .description(
      'Учётные записи для страниц. Пока нет ни одной, страницы видит тот, кто сидит за этим компьютером; как только\n' +
        'есть первая (администратор), входят все. Записи не удаляются, а закрываются: что сделано, остаётся чьим было.',
    )
    .addCommand(userAddCommand(context))
    .addCommand(userListCommand(context))
    .addCommand(userRoleCommand(context))
    .addCommand(userPasswordCommand(context))
    .addCommand(userSubjectCommand(context))
    .addCommand(userTotpCommand(context))
    .addCommand(userSessionsCommand(context))
    .addCommand(userLockCommand(context))
    .addCommand(userUnlockCommand(context))
    .addCommand(userLogCommand(context))
}
