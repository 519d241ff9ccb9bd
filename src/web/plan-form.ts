import { createHash } from 'node:crypto'
import { isDay } from './days.js'
import { type Field, many, one, type Typed, type Wrong } from './decisions/field.js'
import type { AskedPlan, PlanChoices, SentPlan } from './deps/plans.js'

/** Whose plan a file is, as it is asked for and typed. */

export function planFields({
  classes,
  parallels,
  subjects,
  subgroups,
  teachers,
  years,
}: PlanChoices): Field[] {
  return [
    { kind: 'one', name: 'subject', label: 'Предмет', choices: subjects },
    {
      kind: 'many',
      name: 'class',
      label: 'Классы',
      hint: 'У каждого будет свой план с теми же темами.',
      choices: classes,
      optional: true,
    },
    { kind: 'one', name: 'parallel', label: 'Или вся параллель', choices: parallels, optional: true },
    { kind: 'one', name: 'year', label: 'Учебный год', choices: years },
    {
      kind: 'one',
      name: 'subgroup',
      label: 'Подгруппа',
      hint: 'Если это план только её.',
      choices: subgroups,
      optional: true,
    },
    {
      kind: 'one',
      name: 'teacher',
      label: 'Учитель',
      hint: 'Если это план только его.',
      choices: teachers,
      optional: true,
    },
    {
      kind: 'day',
      name: 'from',
      label: 'Первый день действия',
      hint: 'Если пусто: 1 сентября, а для новой версии — сегодня.',
      optional: true,
    },
    {
      kind: 'text',
      name: 'sheet',
      label: 'Лист книги',
      hint: 'Если планы есть на нескольких листах.',
      optional: true,
    },
  ]
}

export const planFieldNames = ['subject', 'class', 'parallel', 'year', 'subgroup', 'teacher', 'from', 'sheet']

/** What was typed, without what belongs to the sending itself. */
export function typedPlan(typed: Typed): Record<string, readonly string[]> {
  const entries = planFieldNames.map(
    name => [name, (typed.get(name) ?? []).filter(value => value !== '')] as const,
  )
  return Object.fromEntries(entries.filter(([, values]) => values.length > 0))
}

type Read =
  | { readonly asked: AskedPlan; readonly wrong: null }
  | { readonly asked: null; readonly wrong: Wrong }

export function readPlanForm(typed: Typed, { thisYear }: PlanChoices): Read {
  const wrong = new Map<string, string>()
  const [classes, parallel, subject] = [many(typed, 'class'), one(typed, 'parallel'), one(typed, 'subject')]
  const [year, from] = [one(typed, 'year') ?? `${thisYear}`, one(typed, 'from')]
  if (subject === null) wrong.set('subject', 'Выберите.')
  if (classes === null && parallel === null) wrong.set('class', 'Отметьте классы или выберите параллель.')
  if (classes !== null && parallel !== null) wrong.set('parallel', 'Отмечены и классы: оставьте что-то одно.')
  if (parallel !== null && !/^\d{1,2}$/.test(parallel)) wrong.set('parallel', 'Нужен номер параллели.')
  if (!/^20\d\d$/.test(year)) wrong.set('year', 'Нужен год, в котором начинается учебный.')
  if (from !== null && !isDay(from)) wrong.set('from', 'Это не день.')
  if (wrong.size > 0 || subject === null) return { asked: null, wrong }
  const asked = {
    ...{ classes, subject, from, studyYear: Number(year) },
    ...{ parallel: parallel === null ? null : Number(parallel), sheet: one(typed, 'sheet') },
    ...{ subgroup: one(typed, 'subgroup'), teacher: one(typed, 'teacher') },
  }
  return { asked, wrong: null }
}

/** Of what a page showed: what is entered must be that, even if another version has been entered or a day has begun since. */
export function seenOf({ file, versions }: SentPlan): string {
  const shown = versions.map(({ draft: { rows: _rows, ...scope }, supersedes, unchanged }) => [
    ...[scope.studyYear, scope.classId, scope.subjectId, scope.groupId, scope.teacherId, scope.from],
    ...[supersedes?.number ?? null, supersedes?.version ?? null, unchanged],
  ])
  return createHash('sha256')
    .update(JSON.stringify([file.sha256, shown]))
    .digest('base64url')
}
