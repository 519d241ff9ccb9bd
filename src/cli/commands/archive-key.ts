import { Command } from 'commander'
import { clockAt } from '../../app.js'
import { replaceLostKey } from '../../archive/index.js'
import { dataFolder } from '../../config/index.js'
import { BridgeError } from '../../errors.js'
import { keyActPdf } from '../../report/index.js'
import { type CommandContext, instantOf, outputOf } from '../context.js'
import {
  type ArchiveOptions,
  archiveName,
  withArchiveOptions,
  withWrittenArchive,
} from '../opened-archive.js'
import { expectOption, type Head } from '../verify-text.js'

export function changeKeyCommand(context: CommandContext): Command {
  return withArchiveOptions(new Command('change-key'))
    .requiredOption('--reason <текст>', 'почему меняется ключ, без имён: навсегда остаётся в журнале')
    .summary('сменить ключ, которым подписывается журнал архива')
    .description(
      'Делает новый ключ; прежний называет его в подписанной записи журнала, новый подписывает её тоже, и дальше\n' +
        'подписывает он. Так меняют ключ раз в несколько лет и сразу, если прежний мог увидеть чужой. Прервать можно в\n' +
        'любой момент: действует тот ключ, который назван в журнале. Прежний ключ остаётся рядом под своим номером: он\n' +
        'нужен, только если придётся восстановить копию, сделанную до смены.',
    )
    .addHelpText(
      'after',
      '\nПример:\n  dnevnik-bridge archive change-key --reason "плановая смена раз в три года"',
    )
    .action(async (options: ArchiveOptions & { readonly reason: string }) => {
      const out = outputOf(context, options)
      const { reason } = options
      const change = await withWrittenArchive(options, archive =>
        archive.changeKey({ reason, actor: 'administrator' }),
      )
      out.result(
        change,
        `Прежний ключ: ${change.formerKey}\nНовый ключ:   ${change.newKey}\nСмена записана в журнал архива: ${change.entry}.`,
      )
      out.note(
        'Сделайте отдельную копию нового secrets/archive-key.pem: в копиях архива его нет. Номер нового ключа запишите и вне архива.',
      )
    })
}

interface LostKeyOptions extends ArchiveOptions {
  readonly act: string
  readonly attestedBy: readonly string[]
  readonly reason: string
  readonly expect?: Head
}

export function replaceLostKeyCommand(context: CommandContext): Command {
  return withArchiveOptions(new Command('replace-lost-key'))
    .requiredOption('--act <номер>', 'номер акта')
    .requiredOption(
      '--attested-by <имя>',
      'кто удостоверяет; нужны двое, назовите дважды',
      (name: string, names: readonly string[] = []) => [...names, name],
    )
    .requiredOption('--reason <текст>', 'что случилось с ключом, без имён: навсегда остаётся в журнале')
    .addOption(expectOption())
    .summary('продолжить архив, ключ которого утрачен')
    .description(
      'Только если ключ утрачен вместе со всеми копиями. Читает архив целиком; если он цел, делает новый ключ, записывает\n' +
        'в журнал, что прежний утрачен, и кладёт в архив акт: кто удостоверил новое начало и какой записью кончался\n' +
        'журнал. Распечатайте act.pdf этого акта, пусть двое его подпишут. Каждая проверка архива и дальше говорит, что\n' +
        'ключ был утрачен: записи до этого подтверждает только прежний ключ. С --expect сверяется и известная снаружи\n' +
        'контрольная точка. Прерванное продолжит тот же вызов, точь-в-точь.',
    )
    .addHelpText(
      'after',
      '\nПример:\n  dnevnik-bridge archive replace-lost-key --act 5 --attested-by "Петрова А. И." --attested-by "Сидоров Б. К." \\\n' +
        '    --reason "диск с ключом сломался" --expect 00000042:9f3a…',
    )
    .action(async (options: LostKeyOptions) => {
      const out = outputOf(context, options)
      const { act: number, reason, expect: expected } = options
      const [one, other, ...more] = options.attestedBy
      if (one === undefined || other === undefined || more.length > 0) {
        throw new BridgeError('USAGE', {
          message: 'Новое начало удостоверяют двое',
          hint: 'Назовите обоих: --attested-by ИМЯ --attested-by ИМЯ',
        })
      }
      const data = dataFolder(options.data)
      const clock = clockAt(instantOf(options))
      const report = await replaceLostKey(
        {
          folder: options.archive ?? data.archive,
          keyFile: data.archiveKey,
          name: archiveName,
          now: () => clock.now(),
        },
        {
          number,
          attestedBy: [one, other],
          reason,
          actor: 'administrator',
          forms: async act => [
            { path: 'act.pdf', bytes: await keyActPdf({ ...act, at: Date.parse(act.at) }) },
          ],
          ...(expected ? { expected } : {}),
        },
      )
      out.result(
        report,
        `Утраченный ключ: ${report.formerKey}\nНовый ключ:      ${report.newKey}\n` +
          `Записано в журнал архива: ${report.entry}. Акт: ${report.act}`,
      )
      out.note(`Распечатайте и подпишите: archive get ${report.act} act.pdf --out act.pdf`)
      out.note('Сделайте отдельную копию нового secrets/archive-key.pem, на другом носителе.')
      if (expected === undefined)
        out.note('С контрольной точкой не сверено: отрезан ли конец архива, этим не установлено (--expect).')
    })
}
