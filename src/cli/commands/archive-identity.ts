import { Command } from 'commander'
import { clockAt } from '../../app.js'
import { newIdentity } from '../../archive/index.js'
import { type CommandContext, type CommonOptions, instantOf, outputOf, withCommon } from '../context.js'
import { writeSecret } from '../result-file.js'

export function identityCommand(context: CommandContext): Command {
  return withCommon(new Command('identity'))
    .requiredOption(
      '--out <файл>',
      'куда записать закрытый ключ: новый файл, лучше сразу на съёмном носителе',
    )
    .summary('сделать пару ключей для зашифрованных копий')
    .description(
      'Записывает закрытый ключ age в файл и печатает открытый. Открытый впишите в bridge.yaml (archive.copies, recipients):\n' +
        'для него копии шифруются. Закрытый нужен, только чтобы копию открыть; на компьютере архива его быть не должно,\n' +
        'иначе зашифрованная копия не лучше обычной. Храните его у двух людей, например на флешке и на бумаге: без него\n' +
        'копию не прочитает никто. То же делает age-keygen.',
    )
    .addHelpText(
      'after',
      '\nПример:\n  dnevnik-bridge archive identity --out /media/flash/archive-identity.txt',
    )
    .action(async (options: CommonOptions & { readonly out: string }) => {
      const out = outputOf(context, options)
      const createdAt = `${new Date(clockAt(instantOf(options)).now()).toISOString().slice(0, 19)}Z`
      const { text, recipient } = await newIdentity(createdAt)
      await writeSecret(options.out, text)
      out.result(
        { file: options.out, recipient },
        `Закрытый ключ: ${options.out}\nОткрытый ключ: ${recipient}`,
      )
      out.note(
        'Уберите закрытый ключ с этого компьютера и сделайте его вторую копию: без него копии не открыть.',
      )
    })
}
