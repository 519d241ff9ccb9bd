import { type Command, Option } from 'commander'
import { studyYearOf } from '../../calendar/index.js'
import { BridgeError } from '../../errors.js'
import { pupilsOnList } from '../../journal/index.js'
import { PupilOrder, type PupilOrderSubject, pupilOrderSubjects } from '../../regulation/index.js'
import { pupilOrderWords } from '../../report/index.js'
import { type CommandContext, dateArgument, idArgument, idsOption, studyYearArgument } from '../context.js'
import { type Known, statementCommand } from '../statement-command.js'
import { typedStatement } from '../statement-options.js'

interface PupilOrderOptions {
  readonly what: PupilOrderSubject
  readonly number: string
  readonly date: string
  readonly class: string
  readonly pupil?: readonly string[]
  readonly all?: boolean
  readonly except?: readonly string[]
  readonly year?: string
  readonly to?: string
  readonly from?: string
  readonly until?: string
}

export function pupilOrderCommand(context: CommandContext): Command {
  return statementCommand<'pupil-order', PupilOrderOptions>(context, {
    name: 'pupil-order',
    kind: 'pupil-order',
    summary: 'внести приказ об обучающихся или решение педсовета: их печатает годовая ведомость',
    description:
      'По какому приказу обучающийся прибыл, выбыл или учится на дому и что решил педсовет о переводе: платформа этого\n' +
      'не знает. Вердиктов это не меняет.',
    words: { one: 'Запись', genitive: 'записи', many: 'приказы об обучающихся и решения педсовета' },
    add: {
      summary: 'внести приказ или решение',
      description:
        'Об обучающихся одного класса: перечисленных (--pupil) или всех, кто в нём есть (--all), кроме названных (--except).\n' +
        'Педсовет решает о каждом один раз за год; после условного перевода вносят и второе решение, с более поздней датой.',
      example:
        '--what promoted --number 8 --date 2027-05-28 --class 1000000000101 --all --except 1000012345678 --to 6А \\\n' +
        '    --by "Иванова А. П., завуч"',
      options: command =>
        command
          .addOption(
            new Option(
              '--what <что>',
              'joined — прибыл(а), left — выбыл(а), home — обучение на дому (по приказу); promoted — переведён(а), ' +
                'conditional — переведён(а) условно, retained — оставлен(а) на повторное обучение, graduated — выпущен(а) ' +
                '(по решению педсовета)',
            )
              .choices(pupilOrderSubjects)
              .makeOptionMandatory(),
          )
          .requiredOption('--number <номер>', 'номер приказа, у педсовета — протокола')
          .requiredOption('--date <дата>', 'дата приказа или решения, ГГГГ-ММ-ДД', dateArgument)
          .requiredOption('--class <номер>', 'класс', idArgument)
          .addOption(idsOption('--pupil <номер...>', 'обучающиеся').conflicts('all'))
          .option('--all', 'все обучающиеся класса, кроме выбывших')
          .addOption(idsOption('--except <номер...>', 'с --all: кроме этих').conflicts('pupil'))
          .option(
            '--year <год>',
            'в ведомость какого учебного года, например 2026-2027; без него — текущего',
            studyYearArgument,
          )
          .option('--to <класс>', 'promoted и conditional: в какой класс, например 6А')
          .option('--from <дата>', 'home: первый день, ГГГГ-ММ-ДД', dateArgument)
          .option('--until <дата>', 'home: последний день; без него — продолжается', dateArgument),
      contents: (options, known) => [
        typedStatement(
          PupilOrder,
          {
            what: options.what,
            number: options.number,
            date: options.date,
            studyYear: options.year ?? studyYearOf(known.today),
            classId: options.class,
            personIds: pupilsOf(options, known),
            to: options.to ?? null,
            from: options.from ?? null,
            until: options.until ?? null,
          },
          'Что к чему относится, говорит dnevnik-bridge pupil-order add --help',
        ),
      ],
    },
    describe: pupilOrderWords,
  })
}

/** @throws BridgeError USAGE where it isn't said whom it is about, or nobody is left; NOT_FOUND for an exception that isn't there */
function pupilsOf(
  { class: classId, pupil, all, except = [] }: PupilOrderOptions,
  { directory }: Known,
): readonly string[] {
  if (pupil !== undefined) return pupil
  if (all !== true)
    throw new BridgeError('USAGE', {
      message: 'Не сказано, о ком запись',
      hint: 'Назовите обучающихся: --pupil, или весь класс: --all, и кого из него нет: --except',
    })
  const listed = pupilsOnList(directory, classId)
  const stranger = except.find(id => !listed.includes(id))
  if (stranger !== undefined)
    throw new BridgeError('NOT_FOUND', {
      message: `Обучающегося № ${stranger} в классе ${classId} нет, исключать некого`,
      hint: 'Проверьте номера в --except и --class; ничего не записано',
    })
  const rest = listed.filter(id => !except.includes(id))
  if (rest.length > 0) return rest
  throw new BridgeError('USAGE', {
    message: `В классе ${classId} не остаётся никого, о ком была бы запись`,
    hint: 'Проверьте номера в --except и --class; ничего не записано',
  })
}
