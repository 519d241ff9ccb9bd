import { type App, makeCertificate, nextReminder, owingTeachers, sendReminder } from '../../app.js'
import { certificatePdf } from '../../report/index.js'
import type { ControlDeps } from '../../web/index.js'

/** So many tell whether somebody was reminded. */
const mostReminders = 10

export function controlDeps({ deps }: App): ControlDeps {
  return {
    deputy(school) {
      const { post, name } = deps.school(school).printing.deputy
      return name === '' ? null : `${post}, ${name}`
    },
    async certificate(school, scope, words, signal) {
      const { certificate } = await makeCertificate(deps, school, scope, words, signal)
      return certificatePdf(certificate)
    },
    quietHours: deps.quietHours.from === deps.quietHours.to ? null : deps.quietHours,
    owing: (school, about) => owingTeachers(deps, deps.school(school), about),
    reminder: (school, wish) => nextReminder(deps, deps.school(school), wish),
    remind: (school, wish) => sendReminder(deps, deps.school(school), wish),
    reminders: (school, of) => deps.letters.reminders(school, of, mostReminders),
  }
}
