import { Command } from 'commander'
import type { CommandContext } from '../context.js'
import { planCorrectionCommand } from './thematic-plan-correction.js'
import { planImportCommand } from './thematic-plan-import.js'
import { planListCommand, planShowCommand, planWithdrawCommand } from './thematic-plan-list.js'

export function thematicPlanCommand(context: CommandContext): Command {
  return new Command('thematic-plan')
    .summary('вести календарно-тематические планы (КТП), по которым сверяются темы уроков')
    .description(
      'План вносится из файла XLSX или CSV и не правится: новый файл становится новой версией, с причиной и днём, с\n' +
        'которого она действует. Что изменилось, показывает лист коррекции.',
    )
    .addCommand(planImportCommand(context))
    .addCommand(planListCommand(context))
    .addCommand(planShowCommand(context))
    .addCommand(planCorrectionCommand(context))
    .addCommand(planWithdrawCommand(context))
}
