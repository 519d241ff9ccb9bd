import { Command, Option } from 'commander'
import {
  type App,
  addressees,
  evaluate,
  type LetterKind,
  letterKinds,
  type NoticeKind,
  previewLetters,
  previewNotices,
  record,
  type Sending,
  sendSchoolLetters,
} from '../../app.js'
import { BridgeError } from '../../errors.js'
import type { Digest } from '../../report/index.js'
import {
  type CommandContext,
  type CommonOptions,
  dateArgument,
  outputOf,
  schoolOf,
  withApp,
  withSchool,
} from '../context.js'
import { fateOf, notSentWords } from '../letter-fate.js'
import { writeResult } from '../result-file.js'

interface DigestOptions extends CommonOptions {
  readonly kind: LetterKind | NoticeKind
  readonly from?: string
  readonly to?: string
}

interface PreviewOptions extends DigestOptions {
  readonly recipient?: string
  readonly out?: string
}

/** Days that a digest looks back on when none are named, besides its own. */
const daysBack = 7

const kindWords: Readonly<Record<LetterKind, string>> = {
  deputy: 'завучу (digestTo)',
  class: 'классным руководителям (teachers, class)',
  owed: 'учителям-предметникам (teachers, owed)',
}

export function digestCommand(context: CommandContext): Command {
  return new Command('digest')
    .summary('сводки: отправить, посмотреть следующую')
    .description(
      'Письма завучу, классным руководителям, учителям, администратору и органу управления образованием.',
    )
    .addCommand(sendCommand(context), { isDefault: true })
    .addCommand(previewCommand(context))
}

function withDays(command: Command): Command {
  return command
    .option('--from <дата>', 'первый день, по умолчанию неделю назад', dateArgument)
    .option('--to <дата>', 'последний день, по умолчанию сегодня', dateArgument)
}

function sendCommand(context: CommandContext): Command {
  return withDays(withSchool(new Command('send')))
    .summary('отправить сейчас')
    .description(
      'Проверяет названные дни и отправляет письма тем, кто назван в настройках: каждому не больше одного за день, даже если\n' +
        'нового нет. Без SMTP_URL письма ложатся файлами в папку outbox.',
    )
    .addOption(new Option('--kind <кому>', 'чьи письма').choices([...letterKinds]).default('deputy'))
    .addHelpText('after', '\nПример:\n  dnevnik-bridge digest send --kind class')
    .action(async (options: DigestOptions) => {
      const out = outputOf(context, options)
      await withApp(context, options, async app => {
        const kind = schoolKind(options.kind)
        const school = schoolOf(app, options)
        const recipients =
          kind === 'deputy' ? school.digestTo : school.teachers.filter(item => item.letters.includes(kind))
        if (recipients.length === 0) {
          throw new BridgeError('CONFIG_INVALID', {
            message: `Не назван ни один получатель: ${kindWords[kind]}`,
            hint: `Добавьте в ${app.folder.config} школе получателей (образец в config/example.yaml) или посмотрите письмо: digest preview`,
          })
        }
        const evaluation = await evaluateDays(app, options)
        await record(app.deps, evaluation, null)
        const outcomes = await sendSchoolLetters(app.deps, evaluation, { kinds: [kind], asked: true })
        if (outcomes.length === 0) out.result({ kind, sent: false }, 'Отправлять нечего.')
        for (const { address, file, notSent } of outcomes) {
          const sent = notSent === null
          const text = sent
            ? `Отправлено: ${address}${file ? ` (${file})` : ''}`
            : `Не отправлено: ${address} — ${notSentWords[notSent]}`
          out.result({ kind, address, file, sent, notSent }, text)
        }
      })
    })
}

/** Commander has checked the choices of `send`: those of the installation aren't among them. */
function schoolKind(kind: DigestOptions['kind']): LetterKind {
  const known = letterKinds.find(item => item === kind)
  if (known !== undefined) return known
  throw new BridgeError('USAGE', { message: `Писем «${kind}» о школе нет` })
}

function previewCommand(context: CommandContext): Command {
  return withDays(withSchool(new Command('preview')))
    .summary('следующее письмо, как оно ушло бы сейчас; ничего не отправляет')
    .description(
      'Показывает письма текстом и говорит, когда каждое уйдёт и если не сейчас, то почему. С --out записывает одно из них\n' +
        'страницей. Письма строятся по тому, что уже проверено и записано.',
    )
    .addOption(
      new Option('--kind <кому>', 'чьи письма')
        .choices([...letterKinds, 'program', 'office'])
        .default('deputy'),
    )
    .option('--recipient <адрес>', 'только этого получателя')
    .option('--out <файл>', 'записать письмо страницей HTML')
    .addHelpText('after', '\nПример:\n  dnevnik-bridge digest preview --kind deputy --out digest.html')
    .action(async (options: PreviewOptions) => {
      const out = outputOf(context, options)
      await withApp(context, options, async app => {
        const wanted = ({ to }: Shown) => options.recipient === undefined || to.address === options.recipient
        const letters = (await lettersOf(app, options)).filter(wanted)
        if (letters.length === 0) {
          throw new BridgeError('NOT_FOUND', {
            message: 'Такого письма нет: некому или не о чём',
            hint: 'Получатели названы в bridge.yaml: digestTo, teachers, mail.adminTo, office.digestTo',
          })
        }
        if (options.out !== undefined) {
          const [letter] = letters
          if (letter === undefined || letters.length > 1) {
            throw new BridgeError('USAGE', {
              message: `Писем ${letters.length}, а файл один`,
              hint: `Назовите получателя: --recipient ${letters[0]?.to.address ?? ''}`,
            })
          }
          await writeResult(options.out, letter.content.html)
        }
        for (const { to, content, notSent, goesAt, timeZone } of letters) {
          const fate = fateOf(options.kind, { notSent, goesAt }, timeZone)
          out.result(
            {
              address: to.address,
              subject: content.subject,
              notSent,
              goesAt: goesAt === null ? null : new Date(goesAt).toISOString(),
              text: content.text,
              file: options.out ?? null,
            },
            `Кому: ${to.address}\nТема: ${content.subject}\n${fate}\n${options.out ?? `\n${content.text}`}`,
          )
        }
      })
    })
}

interface Shown extends Sending {
  readonly to: { readonly address: string }
  readonly content: Digest
  /** Of the school whose clock letters go by. */
  readonly timeZone: string
}

async function lettersOf(app: App, options: PreviewOptions): Promise<readonly Shown[]> {
  const { deps } = app
  const { kind } = options
  if (kind === 'program' || kind === 'office') {
    const timeZone = app.schools[0]?.timeZone ?? 'UTC'
    return (await previewNotices(deps, kind)).map(notice => ({ ...notice, timeZone }))
  }
  const school = schoolOf(app, options)
  const to = (await addressees(deps, school)).filter(addressee => addressee.kind === kind)
  const letters = await previewLetters(deps, school.id, { to, days: options })
  return letters.map(letter => ({ ...letter, timeZone: school.timeZone }))
}

async function evaluateDays(app: App, options: DigestOptions) {
  const school = schoolOf(app, options)
  const { calendar } = await app.deps.calendar(school)
  const to = options.to ?? calendar.dateOf(app.deps.clock.now())
  const from = options.from ?? calendar.addDays(to, -daysBack)
  return evaluate(app.deps, { school: school.id, from, to, classIds: null })
}
