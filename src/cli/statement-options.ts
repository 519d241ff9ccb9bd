import { Argument, type Command, InvalidArgumentError, Option } from 'commander'
import type { z } from 'zod'
import { BridgeError } from '../errors.js'
import type { LedgerChange } from '../ledger/index.js'

/** What commands about people's statements share. */

export function signerOption(): Option {
  return new Option('--by <кто>', 'кто вносит: фамилия и должность')
    .env('BRIDGE_BY')
    .makeOptionMandatory()
    .argParser(text => {
      if (text.trim() === '') throw new InvalidArgumentError('нужно имя.')
      return text.trim()
    })
}

export function withNumber(command: Command, whose: string): Command {
  const argument = new Argument('<номер>', `номер ${whose}, как его показывает list`).argParser(numberOf)
  return command.addArgument(argument)
}

export function numberOption(flags: string, description: string): Option {
  return new Option(flags, description).argParser(numberOf)
}

function numberOf(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('нужен номер записи.')
  return Number(text)
}

/** A statement as somebody typed it. @throws BridgeError USAGE with all that is wrong with it */
export function typedStatement<Schema extends z.ZodType>(
  schema: Schema,
  typed: unknown,
  hint: string,
): z.infer<Schema> {
  const parsed = schema.safeParse(typed)
  if (parsed.success) return parsed.data
  const message = parsed.error.issues.map(issue => issue.message).join('; ')
  throw new BridgeError('USAGE', { message, hint })
}

/** What a statement did to what was judged. */
export function changeText({ opened, changed, mended, closed }: LedgerChange): string {
  const moved = opened + changed + mended + closed
  return moved === 0
    ? 'В книге учёта ничего не изменилось.'
    : `В книге учёта изменилось: добавлено ${opened}, изменено ${changed + mended}, снято ${closed}.`
}
