import { Argument, Command } from 'commander'
import { type FormName, formNames } from '../../regulation/index.js'
import { blankFormPdf } from '../../report/index.js'
import {
  type CommandContext,
  type CommonOptions,
  outputOf,
  schoolOf,
  withApp,
  withSchool,
} from '../context.js'
import { formOf } from '../forms.js'
import { writeResult } from '../result-file.js'

interface FormOptions extends CommonOptions {
  readonly pdf: string
}

export function formCommand(context: CommandContext): Command {
  return withSchool(new Command('form'))
    .addArgument(new Argument('<бланк>', 'какой').choices(formNames))
    .summary('напечатать бланк для того, что знают только люди')
    .description(
      'Пустой лист A4 (PDF): по строке на запись, графы названы так же, как ключи команды, которой их вносят.\n' +
        'Бланки: acquaintance — ознакомление с журналом, briefing — инструктажи, control — контроль, copy — резервные\n' +
        'копии, hard-copy — печать годовых ведомостей, incident — нарушения доступа, order — приказы, substitution —\n' +
        'замены, trial-restore — пробное восстановление архива.',
    )
    .requiredOption('--pdf <файл>', 'куда записать')
    .addHelpText('after', '\nПример:\n  dnevnik-bridge form control --pdf control.pdf')
    .action(async (name: FormName, options: FormOptions) => {
      const out = outputOf(context, options)
      await withApp(context, options, async app => {
        const school = schoolOf(app, options)
        const form = formOf(name, context)
        await writeResult(
          options.pdf,
          await blankFormPdf({ ...form, school: school.name, at: app.deps.clock.now() }),
        )
        out.result({ form: name, file: options.pdf, fields: form.fields.map(({ key }) => key) }, options.pdf)
      })
    })
}
