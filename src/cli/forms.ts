import type { Command, Option } from 'commander'
import { clauses, type FormName } from '../regulation/index.js'
import type { BlankField, BlankForm } from '../report/index.js'
import { acquaintanceCommand } from './commands/acquaintance.js'
import { briefingCommand } from './commands/briefing.js'
import { incidentCommand } from './commands/incident.js'
import { controlCommand, copyCommand, hardCopyCommand, trialRestoreCommand } from './commands/keeping.js'
import { orderCommand } from './commands/order.js'
import { substitutionCommand } from './commands/substitution.js'
import type { CommandContext } from './context.js'

/** Blanks for what only people can tell. Their fields are the entering command's own keys: they can't drift apart. */

interface Form {
  readonly title: string
  /** The command that enters what is written, and its subcommand. */
  readonly command: (context: CommandContext) => Command
  readonly verb: 'add' | 'open'
}

const forms: Readonly<Record<FormName, Form>> = {
  acquaintance: {
    title: 'Лист еженедельного ознакомления классного руководителя с журналом класса',
    command: acquaintanceCommand,
    verb: 'add',
  },
  briefing: {
    title: 'Лист учёта инструктажей о защите логинов и паролей',
    command: briefingCommand,
    verb: 'add',
  },
  control: { title: 'Лист учёта контроля ведения журнала', command: controlCommand, verb: 'add' },
  copy: { title: 'Лист учёта резервных копий', command: copyCommand, verb: 'add' },
  'hard-copy': {
    title: 'Лист учёта печати годовых ведомостей',
    command: hardCopyCommand,
    verb: 'add',
  },
  incident: { title: 'Лист учёта нарушений доступа', command: incidentCommand, verb: 'open' },
  order: { title: 'Лист учёта приказов об «осв» и «н/а»', command: orderCommand, verb: 'add' },
  substitution: { title: 'Лист учёта замен уроков', command: substitutionCommand, verb: 'add' },
  'trial-restore': {
    title: 'Лист учёта пробных восстановлений архива',
    command: trialRestoreCommand,
    verb: 'add',
  },
}

export function formOf(name: FormName, context: CommandContext): Omit<BlankForm, 'school' | 'at'> {
  const { title, command, verb } = forms[name]
  return {
    title,
    fields: fieldsOf(command(context), verb),
    demands: clauses.filter(clause => clause.forms.includes(name)),
    command: `dnevnik-bridge ${name} ${verb}`,
  }
}

/** What the program itself needs to run is nobody's to write down. */
const technical = ['--data', '--json', '--now', '--school', '--dry-run']

function fieldsOf(command: Command, verb: Form['verb']): BlankField[] {
  const entering = command.commands.find(child => child.name() === verb)
  return (entering?.options ?? []).flatMap(fieldOf)
}

function fieldOf(option: Option): BlankField[] {
  const { long, description, mandatory } = option
  if (!long || technical.includes(long)) return []
  return [{ key: long, meaning: description, required: mandatory, hasValue: !option.isBoolean() }]
}
