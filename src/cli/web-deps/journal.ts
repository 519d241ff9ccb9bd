import { type App, journalView } from '../../app.js'
import type { JournalDeps } from '../../web/index.js'

/** Lessons of so many days around today tell whose journals a teacher has. */
const daysAround = 60
const typedInstant = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(:\d{2}(\.\d{1,3})?)?$/

/** What the pages of the journal stand on. */
export function journalDeps({ deps }: App): JournalDeps {
  const calendarOf = async (school: string) => (await deps.calendar(deps.school(school))).calendar
  return {
    async taught(school, teacher) {
      const calendar = await calendarOf(school)
      const today = calendar.dateOf(deps.clock.now())
      const [from, to] = [calendar.addDays(today, -daysAround), calendar.addDays(today, daysAround)]
      const taught = await deps.mirror.taught({ school, teacher, from, to })
      return [...new Set(taught.map(({ classId }) => classId))]
    },
    async instantOf(school, typed) {
      const [, date = '', time = ''] = typedInstant.exec(typed) ?? []
      if (date === '' || Number.isNaN(Date.parse(`${date}T${time}Z`))) return null
      return (await calendarOf(school)).at(date, time)
    },
    view: ({ school, ...request }) => journalView(deps, { ...request, school: deps.school(school) }),
  }
}
