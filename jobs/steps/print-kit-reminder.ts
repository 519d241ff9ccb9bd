import { russianDate, studyYearOf } from '../../src/calendar/index.js'
import { type HardCopyStep, hardCopySteps, hardCopyWords } from '../../src/regulation/index.js'
import { compareRussian, listed } from '../../src/report/index.js'
import type { JobDeps, School } from '../deps.js'
import { kitDays } from './print-kit.js'
import { nextStep, printRegister, stepsTaken } from './printed-step.js'

export interface PrintKitReminder {
  /** A sentence each; none where nothing is to be said. */
  readonly lines: readonly string[]
  /** So near the last day that it is a reason to write. */
  readonly pressing: boolean
}

/** As the rule's own verdict grows grave. */
const pressingDays = 5
/** So many classes are named one by one. */
const mostNamed = 12

/**
 * What a deputy head's letter says of the yearly printing (clause 3): from the day that the settings name until all
 * sheets are filed. The rule's own verdict belongs to the last day, and comes too late to get forty books sewn.
 */
export async function printKitReminder(deps: JobDeps, school: School): Promise<PrintKitReminder> {
  const { calendar } = await deps.calendar(school)
  const today = calendar.dateOf(deps.clock.now())
  const studyYear = studyYearOf(today)
  const { due, remindFrom } = await kitDays(deps, school.id, studyYear)
  if (today < remindFrom) return nothing
  const directory = await deps.mirror.directory(school.id)
  const classes = directory.classes.toSorted((a, b) => compareRussian(a.name, b.name))
  const register = await printRegister(deps, school.id, studyYear)
  const waiting = new Map<HardCopyStep, string[]>()
  for (const { id, name } of classes) {
    const next = nextStep(stepsTaken(register.get(id) ?? []))
    if (next !== null) waiting.set(next, [...(waiting.get(next) ?? []), name])
  }
  const open = [...waiting.values()].flat().length
  if (open === 0) return nothing
  const left = calendar.days(today, due).length - 1
  const term =
    today <= due ? `срок — ${russianDate(due)}, осталось дней: ${left}` : `срок был ${russianDate(due)}`
  const lines = [
    `Годовые ведомости (п. 3), ${term}: сдано в архив ${classes.length - open} из ${classes.length}.`,
    ...hardCopySteps.flatMap(step => {
      const names = waiting.get(step)
      return names ? [`Следующий шаг — «${hardCopyWords[step]}»: ${namesText(names)}.`] : []
    }),
  ]
  return { lines, pressing: today <= due && left <= pressingDays }
}

const nothing: PrintKitReminder = { lines: [], pressing: false }

function namesText(names: readonly string[]): string {
  const rest = names.length - mostNamed
  return rest > 0 ? `${names.slice(0, mostNamed).join(', ')} и ещё ${rest}` : listed(names)
}
