import { expect, test } from '@jest/globals'
import { Argument, Command, Option } from 'commander'
import { russianHelp } from '../../src/cli/russian-commander.js'

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
