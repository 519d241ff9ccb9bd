import { expect, test } from '@jest/globals'
import { Argument, Command, CommanderError, Option } from 'commander'
import { russianHelp, usageError } from '../../src/cli/russian-commander.js'

test('the help of a command has no word of the library’s own', () => {
  const child = new Command('бланк')
    .addArgument(new Argument('<вид>', 'какой').choices(['а', 'б']))
    .addArgument(new Argument('[сколько]', 'листов').default(1))
    .addOption(new Option('--место <где>', 'куда').choices(['тут', 'там']).default('тут').env('МЕСТО'))
  const help =
    russianHelp(new Command('программа').addCommand(child)).helpInformation() + child.helpInformation()
  expect(help).toContain('какой (возможны: а, б)')
  expect(help).toContain('листов (по умолчанию 1)')
  expect(help).toContain('куда (возможны: тут, там; по умолчанию тут; переменная МЕСТО)')
  expect(help.replaceAll(/--help|-h|help/g, '')).not.toMatch(/[a-z]/i)
})

test('keys that exclude each other are named', () => {
  const command = new Command('запись')
    .addOption(new Option('--pupil <номер...>', 'кто').conflicts('all'))
    .option('--all', 'все')
  const said = (args: string[]) => {
    try {
      russianHelp(command).parse(args, { from: 'user' })
      return null
    } catch (error) {
      if (!(error instanceof CommanderError)) throw error
      return usageError(error).message
    }
  }
  expect(said(['--all'])).toBeNull()
  expect(said(['--pupil', '7', '--all'])).toBe('Вместе не задают: --pupil и --all')
})
