import { Command, InvalidArgumentError, Option } from 'commander'
import { type RuleInForce, type SettingsTrial, settingsBook, trySettings } from '../../app.js'
import { createCalendar, russianDate } from '../../calendar/index.js'
import { readFlow } from '../../config/index.js'
import {
  rules,
  settingShapes,
  SettingsChange,
  type VerdictKind,
  verdictKinds,
} from '../../regulation/index.js'
import { settingSourceWords, settingText, settingsWords, verdictTitles } from '../../report/index.js'
import {
  type CommandContext,
  type CommonOptions,
  dateArgument,
  outputOf,
  schoolOf,
  withApp,
  withSchool,
} from '../context.js'
import { statementCommand } from '../statement-command.js'
import { typedStatement } from '../statement-options.js'
import { changeLine, verdictChangeText } from '../verdict-line.js'

interface Wanted {
  readonly rule: string
  readonly set: Readonly<Record<string, unknown>>
}

interface SettingsOptions extends Wanted {
  readonly from: string
  readonly order: string
  readonly reason?: string
}

export function settingsCommand(context: CommandContext): Command {
  return statementCommand<'settings', SettingsOptions>(context, {
    name: 'settings',
    kind: 'settings',
    summary: 'посмотреть и изменить настройки правил: сроки, пороги, допуски',
    description:
      'Настройки правил стоят в bridge.yaml, в редакции регламента. Приказом их меняют с какого-то дня без новой редакции:\n' +
      'дни до него проверяются как раньше. Следующая редакция в bridge.yaml прежние изменения заканчивает.\n' +
      'Отозванное изменение возвращает то, что действовало без него.',
    words: { one: 'Изменение настроек', genitive: 'изменения настроек', many: 'изменения настроек' },
    add: {
      summary: 'изменить настройки правила',
      description:
        'Меняет названное, остальное у правила остаётся. Значения пишут так же, как в bridge.yaml.\n' +
        'Сначала посмотрите, что изменится: settings try, и с --dry-run.',
      example:
        '--rule 2.6-homework-in-time --set minutes=120 --from 2026-11-20 ' +
        '--order "приказ № 12 от 13.11.2026" --by "Иванова А. П., завуч" --dry-run',
      options: command =>
        wantedOptions(command)
          .requiredOption('--from <дата>', 'первый день действия, ГГГГ-ММ-ДД', dateArgument)
          .requiredOption('--order <приказ>', 'основание: приказ, его номер и дата')
          .option('--reason <текст>', 'причина'),
      contents: ({ rule, set, from, order, reason }) => [changeOf({ rule, set, from, order, reason })],
    },
    describe: settingsWords,
  })
    .addCommand(showCommand(context))
    .addCommand(tryCommand(context))
}

function wantedOptions(command: Command): Command {
  return command
    .requiredOption('--rule <правило>', 'чьи настройки, например 2.6-homework-in-time')
    .addOption(
      new Option('--set <настройка=значение...>', 'что изменить, например minutes=120')
        .argParser(keyAndValue)
        .makeOptionMandatory(),
    )
}

function keyAndValue(text: string, before: Readonly<Record<string, unknown>> = {}) {
  const [, key, written] = /^([A-Za-z]\w*)=(.*)$/s.exec(text) ?? []
  const read = written === undefined ? null : readFlow(written)
  if (key === undefined || read === null)
    throw new InvalidArgumentError('нужно «настройка=значение», значение — как в bridge.yaml.')
  return { ...before, [key]: read.value }
}

function changeOf({
  rule,
  set,
  from,
  order,
  reason = null,
}: Wanted & { from: string; order: string; reason?: string | null | undefined }): SettingsChange {
  const typed = { rule, from, values: set, order, reason }
  return typedStatement(SettingsChange, typed, 'У изменения есть правило, значения, первый день и основание')
}

function showCommand(context: CommandContext): Command {
  return withSchool(new Command('show'))
    .summary('показать, что настроено, кем и с какого дня')
    .description('Правила с настройками, которые действуют в этот день, и откуда каждая взялась.')
    .option('--rule <правило>', 'только одно правило')
    .option('--on <дата>', 'на какой день, ГГГГ-ММ-ДД; без неё — на сегодня', dateArgument)
    .addHelpText('after', '\nПример:\n  dnevnik-bridge settings show --rule 2.6-homework-in-time')
    .action(async (options: CommonOptions & { readonly rule?: string; readonly on?: string }) => {
      const out = outputOf(context, options)
      await withApp(context, options, async app => {
        const school = schoolOf(app, options)
        const { calendar } = await app.deps.calendar(app.deps.school(school.id))
        const on = options.on ?? calendar.dateOf(app.deps.clock.now())
        const book = await settingsBook(app.deps, school.id, on)
        const shown = options.rule === undefined ? book : book.filter(({ rule }) => rule.id === options.rule)
        for (const rule of shown) out.result(ruleLine(rule), ruleText(rule))
        out.note(`На ${russianDate(on)}, правил: ${shown.length}`)
      })
    })
}

function ruleLine({ rule, settings, ahead, until }: RuleInForce) {
  return {
    rule: rule.id,
    clause: rule.clause,
    settings: settings.map(({ key, value, usual, source }) => ({ key, value, default: usual, source })),
    ahead: ahead.map(({ number, content: { from, values, order } }) => ({ number, from, values, order })),
    until,
  }
}

function ruleText({ rule, settings, ahead, until }: RuleInForce): string {
  const shapes = settingShapes(rule)
  return [
    `п. ${rule.clause} ${rule.title} (${rule.id})`,
    ...settings.flatMap(({ key, value, source }) => {
      const shape = shapes.find(known => known.key === key)
      return shape
        ? [`  ${key}: ${settingText(shape, value)} — ${shape.about} (${settingSourceWords(source)})`]
        : []
    }),
    ...ahead.map(({ number, content }) => `  Впереди № ${number}: ${settingsWords(content)}`),
    ...(until === null ? [] : [`  До ${russianDate(until)}, когда начнётся следующая редакция регламента`]),
  ].join('\n')
}

function tryCommand(context: CommandContext): Command {
  return wantedOptions(withSchool(new Command('try')))
    .summary('посмотреть, что было бы при других настройках')
    .description(
      'Проверяет прошедшие дни так, как если бы эти значения действовали всегда. Ничего не записывается.\n' +
        'Без --year — с начала отчётного периода, не меньше четырёх недель.',
    )
    .option('--year', 'с начала учебного года')
    .addHelpText(
      'after',
      '\nПример:\n  dnevnik-bridge settings try --rule 2.6-homework-in-time --set minutes=120',
    )
    .action(async (options: CommonOptions & Wanted & { readonly year?: boolean }) => {
      const out = outputOf(context, options)
      await withApp(context, options, async app => {
        const school = schoolOf(app, options)
        const { calendar, facts } = await app.deps.calendar(app.deps.school(school.id))
        const today = calendar.dateOf(app.deps.clock.now())
        const change = changeOf({ ...options, from: calendar.addDays(today, 1), order: 'проба' })
        const over = options.year === true ? 'year' : 'term'
        const trial = await trySettings(app.deps, school.id, { change, over, most: Number.POSITIVE_INFINITY })
        if (trial === null) return out.note('Ни один из этих дней ещё не наступил.')
        const { from, to } = trial
        out.result(
          {
            ...{ from, to, rules: trial.rules },
            changes: trial.changes.map(item => changeLine(item, createCalendar(facts))),
          },
          trialText(trial),
        )
        for (const item of trial.changes) out.text(verdictChangeText(item))
        out.note('Ничего не записано.')
      })
    })
}

function trialText({ from, to, rules: moved }: SettingsTrial): string {
  return [
    `С ${russianDate(from)} по ${russianDate(to)}:`,
    ...moved.map(({ rule: id, before, after }) => {
      const rule = rules.find(known => known.id === id)
      const counts = verdictKinds.filter(kind => before[kind] !== after[kind]).map(kindText(before, after))
      return `п. ${rule?.clause ?? ''} ${rule?.title ?? id} — ${counts.join(', ') || 'ничего бы не изменилось'}`
    }),
  ].join('\n')
}

function kindText(before: Readonly<Record<VerdictKind, number>>, after: typeof before) {
  return (kind: VerdictKind) => `${verdictTitles[kind]}: ${before[kind]} → ${after[kind]}`
}
