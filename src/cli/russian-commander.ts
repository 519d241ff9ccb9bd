import type { Argument, Command, CommanderError, Option } from 'commander'
import { BridgeError } from '../errors.js'

/** The library speaks English; its users here don't. Texts are chosen by its codes, never by its wording. */

const titles: Readonly<Record<string, string>> = {
  'Usage:': 'Вызов:',
  'Arguments:': 'Аргументы:',
  'Options:': 'Ключи:',
  'Commands:': 'Команды:',
}

function described(given: Argument | Option): string {
  const { description, defaultValue, defaultValueDescription, argChoices } = given
  const envVar = 'envVar' in given ? given.envVar : undefined
  const notes = [
    ...(argChoices ? [`возможны: ${argChoices.join(', ')}`] : []),
    ...(defaultValue === undefined
      ? []
      : [`по умолчанию ${defaultValueDescription ?? String(defaultValue)}`]),
    ...(envVar ? [`переменная ${envVar}`] : []),
  ]
  return notes.length > 0 ? `${description} (${notes.join('; ')})` : description
}

function usageOf({ registeredArguments }: Command): string {
  const places = registeredArguments.map(argument => {
    const name = `${argument.name().toUpperCase()}${argument.variadic ? '…' : ''}`
    return argument.required ? name : `[${name}]`
  })
  return [...places, '[ключи]'].join(' ')
}

function configured(command: Command): Command {
  command
    .helpOption('-h, --help', 'показать справку')
    .usage(usageOf(command))
    .configureHelp({
      styleTitle: title => titles[title] ?? title,
      optionDescription: described,
      argumentDescription: described,
      // Broken in the source where the line was full; the terminal has its own width.
      commandDescription: child => child.description().replace(/([^.:])\n/g, '$1 '),
      subcommandTerm: child => child.name(),
    })
    .configureOutput({ outputError: () => {} })
    .exitOverride()
  return command
}

export function russianHelp(command: Command): Command {
  configured(command)
  for (const child of command.commands) russianHelp(child)
  if (command.commands.length > 0)
    command.usage('КОМАНДА [ключи]').helpCommand('help [команда]', 'справка по команде')
  return command
}

const quoted = (text: string) => /'([^']*)'/.exec(text)?.[1] ?? ''

const messages: Readonly<Record<string, (name: string, text: string) => string>> = {
  'commander.unknownOption': name => `Нет такого ключа: ${name}`,
  'commander.unknownCommand': name => `Нет такой команды: ${name}`,
  'commander.missingArgument': name => `Не хватает аргумента: ${name}`,
  'commander.missingMandatoryOptionValue': name => `Не задан обязательный ключ: ${name}`,
  'commander.optionMissingArgument': name => `Ключу нужно значение: ${name}`,
  'commander.conflictingOption': (_name, text) =>
    `Вместе не задают: ${[...text.matchAll(/'([^' ]*)[^']*'/g)].map(([, name]) => name).join(' и ')}`,
  'commander.excessArguments': () => 'Лишние аргументы',
  // Our own argument parsers end the sentence in Russian; the library adds the allowed choices.
  'commander.invalidArgument': (name, text) => {
    const own = /invalid(?: for argument '[^']*')?\. (.*)$/s.exec(text)?.[1] ?? ''
    return `Неверное значение ${name.startsWith('-') ? 'ключа ' : ''}${name}: ${own.replace('Allowed choices are', 'возможны:')}`
  },
  'commander.help': () => 'Не названа команда, список выше',
}

export function usageError(error: CommanderError): BridgeError {
  const message = messages[error.code]?.(quoted(error.message), error.message) ?? 'Неверный вызов'
  const suggestion = /Did you mean (?:one of )?([^?]*)\?/.exec(error.message)?.[1]
  return new BridgeError('USAGE', {
    message,
    hint: `${suggestion ? `Может быть, ${suggestion}? ` : ''}Справка: dnevnik-bridge --help или dnevnik-bridge КОМАНДА --help`,
    cause: error,
  })
}
