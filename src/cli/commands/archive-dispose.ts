import { Command } from 'commander'
import { type BridgeConfig, clockAt, mayReplaceClock } from '../../app.js'
import { checkAct, type DisposalAct, type DisposalPlan } from '../../archive/index.js'
import { dataFolder } from '../../config/index.js'
import { BridgeError } from '../../errors.js'
import { type CommandContext, dateArgument, instantOf, outputOf } from '../context.js'
import { actPdf, planText, titlesOf } from '../disposal-text.js'
import {
  type ArchiveOptions,
  withArchiveOptions,
  withReadArchive,
  withWrittenArchive,
} from '../opened-archive.js'
import type { Output } from '../output.js'
import { writeResult } from '../result-file.js'
import { configOrNone, retentionRules } from '../retention-rules.js'

interface DisposeOptions extends ArchiveOptions {
  readonly asIn?: string
  readonly act?: string
  readonly approvedBy?: string
  readonly executedBy?: string
  readonly reason?: string
  readonly actor: string
  readonly today?: string
  readonly pdf?: string
  readonly yes?: boolean
}

export function disposeCommand(context: CommandContext): Command {
  return withArchiveOptions(new Command('dispose'))
    .argument('[объект...]', 'только эти; без них всё, у чего вышел срок')
    .option(
      '--as-in <папка>',
      'только то, что по журналу этой папки уже уничтожено: после восстановления из старой копии — остатки прежнего архива или копия новее',
    )
    .option('--act <номер>', 'номер акта')
    .option('--approved-by <имя>', 'кто утвердил акт')
    .option('--executed-by <имя>', 'кто уничтожает: другой человек')
    .option('--reason <текст>', 'основание')
    .option('--actor <роль>', 'кто записывает: роль латиницей, не имя', 'administrator')
    .option(
      '--today <дата>',
      'сегодняшняя дата по календарю; нужна, если здесь ещё ничего не уничтожали или после последнего уничтожения архив хоть раз молчал больше двух суток',
      dateArgument,
    )
    .option('--pdf <файл>', 'записать проект акта, чтобы его подписали; без --yes')
    .option('--yes', 'записать акт и уничтожить')
    .summary('отобрать к уничтожению то, у чего вышел срок; с актом и --yes уничтожить')
    .description(
      'Без --yes только показывает, что можно отобрать и что мешает. С --yes акт записывается в архив и хранится всегда\n' +
        '(act.json и act.pdf; имена стоят только в нём), потом объекты уничтожаются со всеми версиями; записи журнала и\n' +
        'контрольные суммы остаются. Отменить уничтожение нельзя. Не уничтожается то, у чего срок идёт или неизвестен, что\n' +
        'запрещено (archive hold) или повреждено; и ничего, если часам нельзя верить. Прерванное начатое закончит\n' +
        'следующая запись в архив, остальное — та же команда ещё раз. Копии теряют уничтоженное при archive backup.\n' +
        'Стёртое с диска иногда можно восстановить: за сам носитель отвечает тот, кто уничтожает.',
    )
    .addHelpText(
      'after',
      '\nПримеры:\n  dnevnik-bridge archive dispose\n' +
        '  dnevnik-bridge archive dispose --act 3 --approved-by "Петрова А. И." --executed-by "Сидоров П. К." \\\n' +
        '    --reason "срок хранения истёк" --pdf акт.pdf\n' +
        '  … то же с --yes вместо --pdf, когда акт подписан\n' +
        '  dnevnik-bridge archive dispose --as-in /mnt/new-copy      # вернулось из старой копии, хотя уничтожено по акту',
    )
    .action(async (objects: readonly string[], options: DisposeOptions) => {
      const out = outputOf(context, options)
      const config = await configOrNone(dataFolder(options.data).config)
      const ids = await wanted(out, objects, options)
      if (options.yes === true) await dispose(out, options, { ids, config })
      else await prepare(out, options, { ids, config })
    })
}

/** Null for all whose term is over. Whatever another log says, nothing goes whose term isn't over by this archive. */
async function wanted(
  out: Output,
  objects: readonly string[],
  { asIn, ...options }: DisposeOptions,
): Promise<readonly string[] | null> {
  if (asIn === undefined) return objects.length > 0 ? objects : null
  if (objects.length > 0) {
    throw new BridgeError('USAGE', {
      message: '--as-in не сочетается с перечнем объектов',
      hint: 'Что уничтожено, говорит журнал названной папки; уберите одно из двух',
    })
  }
  const gone = await withReadArchive({ ...options, archive: asIn }, archive => archive.disposals())
  const here = await withReadArchive(options, archive => archive.list())
  const back = gone.filter(({ id }) => here.some(object => object.id === id))
  const acts = [...new Set(back.map(({ act }) => act))]
  out.note(
    back.length === 0
      ? `По журналу ${asIn} уничтожено объектов: ${gone.length}; ни одного из них здесь нет.`
      : `По журналу ${asIn} это уничтожено, а здесь снова есть: ${back.length}. Акты: ${acts.join(', ')}.`,
  )
  return back.map(({ id }) => id)
}

interface Asked {
  readonly ids: readonly string[] | null
  readonly config: BridgeConfig | null
}

async function prepare(out: Output, options: DisposeOptions, { ids, config }: Asked): Promise<void> {
  const rules = retentionRules(config)
  const { plan, titles } = await withReadArchive(options, async archive => ({
    plan: await archive.planDisposal({ rules, ids }),
    titles: await titlesOf(archive),
  }))
  const act = draftOf(options, plan)
  if (options.pdf !== undefined) {
    if (act === null) throw incomplete('Для проекта акта не хватает данных')
    await writeResult(options.pdf, await actPdf(act, { config, titles }))
  }
  out.result({ dryRun: true, ...plan, act }, planText(plan))
  if (options.pdf !== undefined) out.note(`Проект акта: ${options.pdf}`)
}

/** As it would stand now; null while something of it isn't named. @throws BridgeError ARCHIVE_REFUSED: nobody should sign it */
function draftOf(options: DisposeOptions, { lines }: DisposalPlan): DisposalAct | null {
  const { act: number, approvedBy, executedBy, reason, actor } = options
  if (!number || !approvedBy || !executedBy || !reason) return null
  checkAct({ number, approvedBy, executedBy, reason, actor })
  const schema = 'dnevnik-bridge/disposal-act/1'
  const at = `${new Date(clockAt(instantOf(options)).now()).toISOString().slice(0, 19)}Z`
  return { schema, number, at, approvedBy, executedBy, reason, objects: lines }
}

async function dispose(out: Output, options: DisposeOptions, { ids, config }: Asked): Promise<void> {
  const { act: number, approvedBy, executedBy, reason, actor, today = null } = options
  if (!number || !approvedBy || !executedBy || !reason) throw incomplete('Для уничтожения не хватает данных')
  if (options.pdf !== undefined) {
    throw new BridgeError('USAGE', {
      message: '--pdf не сочетается с --yes',
      hint: 'Проект печатают и подписывают до уничтожения; сам акт потом лежит в архиве: archive get АКТ act.pdf',
    })
  }
  refuseOtherClock(options, config)
  const rules = retentionRules(config)
  const report = await withWrittenArchive(options, async archive => {
    const titles = await titlesOf(archive)
    return archive.dispose({
      ...{ number, approvedBy, executedBy, reason, actor, today, rules, ids },
      forms: async act => [{ path: 'act.pdf', bytes: await actPdf(act, { config, titles }) }],
    })
  })
  const lines = report.disposed.map(({ id, entry }) => `Уничтожен ${id}, запись ${entry}.`)
  const end = `Акт лежит в архиве: ${report.act}. Уничтожено: ${report.disposed.length}.`
  out.result({ dryRun: false, ...report }, [...lines, end].join('\n'))
  out.note('В копиях уничтоженное останется до следующего archive backup в каждую из них.')
}

function incomplete(message: string): BridgeError {
  return new BridgeError('USAGE', {
    message,
    hint: 'Нужны --act, --approved-by, --executed-by и --reason: акт с номером и двумя людьми. Ничего не записано',
  })
}

/** A term must not end because somebody says that it is 2060. */
function refuseOtherClock(options: DisposeOptions, config: BridgeConfig | null): void {
  if (instantOf(options) === null || (config !== null && mayReplaceClock(config.platform.url))) return
  throw new BridgeError('NOW_REFUSED', {
    message: 'Уничтожать можно только по настоящим часам',
    hint: 'Уберите --now и переменную BRIDGE_NOW',
  })
}
