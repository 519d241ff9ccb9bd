import type { ClassPrinting, PrintedStep, PrintKitOverview } from '../app.js'
import { type Calendar, russianDate } from '../calendar/index.js'
import { hardCopySteps, hardCopyWords } from '../regulation/index.js'
import { counted, readinessTitles } from '../report/index.js'

/** The print kit told on a terminal, and as JSON. */

/** So many places of one kind are shown; the form has more. */
const mostLines = 3

export function headLine({ studyYear, due, today }: PrintKitOverview): string {
  const term = today <= due ? `срок — ${russianDate(due)}` : `срок был ${russianDate(due)}`
  return `Годовые ведомости за ${studyYear}, ${term}.`
}

/** Whether a class's sheet may be printed, and what stands in the way. */
export function readinessText({ name, readiness }: ClassPrinting): string {
  if (readiness === null) return `${name}: учебный год закончен, журнал больше не читается`
  const found = readiness.items.filter(({ lines }) => lines.length > 0)
  return [
    `${name}: ${readiness.ready ? 'готова к печати' : 'не готова'}`,
    ...found.flatMap(({ key, blocks, lines }) => {
      const more = lines.length - mostLines
      return [
        `  ${blocks ? '!' : '·'} ${readinessTitles[key]}${key === 'read' || key === 'periods' ? ' — нет' : `: ${lines.length}`}`,
        ...lines.slice(0, mostLines).map(line => `      ${line}`),
        ...(more > 0 ? [`      и ещё ${more}`] : []),
      ]
    }),
  ].join('\n')
}

/** How far the paper is. */
export function statusText(printing: ClassPrinting): string {
  const { name, steps, next, changes, printIsLost, kit } = printing
  const taken = hardCopySteps.flatMap(step => {
    const one = steps.get(step)
    return one ? [`  ${hardCopyWords[step]} ${russianDate(one.on)}, ${one.who}${printedText(one)}`] : []
  })
  return [
    `${name}: ${next === null ? 'всё сделано' : `следующий шаг — ${hardCopyWords[next]}`}${kit === null ? '; в комплекте ещё нет' : `; комплект ${kit.version}, ведомость ${kit.sheet.version}`}`,
    ...taken,
    ...(printIsLost
      ? ['  ! распечатанной ведомости в архиве нет, или она повреждена: сличить не с чем']
      : []),
    ...(changes === null ? [] : changeLines(changes)),
  ].join('\n')
}

function printedText({ sheet }: PrintedStep): string {
  return sheet === null ? '' : ` (версия ${sheet.version})`
}

function changeLines({ cells, others }: NonNullable<ClassPrinting['changes']>): string[] {
  return [
    `  ! после печати изменилось: ${counted(cells.length + others.length, ['запись', 'записи', 'записей'])}; нужны лист изменений и новая печать (print-kit make)`,
    ...cells.map(
      ({ pupil, subject, period, before, after }) =>
        `      ${pupil} — ${subject}, ${period}: было ${before ?? '—'}, стало ${after ?? '—'}`,
    ),
    ...others.map(line => `      ${line}`),
  ]
}

/** One JSON line a class. */
export function printingLine(
  { id, name, readiness, changes, printIsLost, steps, next, printed, kit }: ClassPrinting,
  calendar: Calendar,
): object {
  return {
    class: id,
    name,
    ready: readiness?.ready ?? null,
    readiness: readiness?.items ?? null,
    steps: hardCopySteps.flatMap(step => {
      const one = steps.get(step)
      if (!one) return []
      const { number, on, who, author, enteredAt, sheet } = one
      return [{ step, number, on, who, by: author, at: calendar.format(enteredAt), sheet }]
    }),
    next,
    printed,
    changes,
    printIsLost,
    kit,
  }
}
