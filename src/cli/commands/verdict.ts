import { Command } from 'commander'
import { verdictStory } from '../../app.js'
import {
  type CommandContext,
  type CommonOptions,
  outputOf,
  schoolOf,
  withApp,
  withSchool,
} from '../context.js'
import { storyJson, storyText } from '../verdict-story-text.js'

export function verdictCommand(context: CommandContext): Command {
  return new Command('verdict')
    .summary('рассказать об одном вердикте всё')
    .description('Один вердикт: на чём он основан и как стал таким.')
    .addCommand(showCommand(context))
}

function showCommand(context: CommandContext): Command {
  return withSchool(new Command('show'))
    .argument('<id>', 'номер записи, как его печатает verdicts')
    .summary('показать, на чём основан вердикт')
    .description(
      'Правило и пункт, срок и как он получился, чтения журнала вокруг него, отметки времени платформы,\n' +
        'исключение или инцидент, история записи.',
    )
    .addHelpText('after', '\nПример:\n  dnevnik-bridge verdict show 3342fd007b6f6db6')
    .action(async (id: string, options: CommonOptions) => {
      const out = outputOf(context, options)
      await withApp(context, options, async app => {
        const school = schoolOf(app, options)
        const { calendar } = await app.deps.calendar(school)
        const story = await verdictStory(app.deps, school.id, id)
        out.result(storyJson(story, calendar), storyText(story, calendar))
      })
    })
}
