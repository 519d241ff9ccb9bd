import { Acquaintance, ControlSession } from '../../regulation/index.js'
import { addDays, isDay, weekdayOf } from '../days.js'
import { one } from './field.js'
import { allClasses, classField, type Form, onDay } from './form.js'

/** That somebody looked at the journal. */

export const controlForm: Form<'control'> = {
  title: 'Контроль ведения журнала',
  about: 'Журнал каждого класса проверяют раз в месяц (п. 1.2); кто и когда проверил, знает только школа.',
  schema: ControlSession,
  fieldOf: { classIds: 'class' },
  fields: known => [
    onDay(known),
    classField(known),
    { kind: 'text', name: 'checked', label: 'Что проверено', hint: 'Например: темы, отметки, 5 работ' },
    { kind: 'long-text', name: 'found', label: 'Что найдено', optional: true },
  ],
  contents: (typed, known) => [
    {
      classIds: allClasses(typed, known),
      on: one(typed, 'on'),
      checked: one(typed, 'checked'),
      found: one(typed, 'found'),
    },
  ],
}

export const acquaintanceForm: Form<'acquaintance'> = {
  title: 'Ознакомление с журналом',
  about:
    'Еженедельное ознакомление классного руководителя с журналом класса (п. 2.4): кто его смотрел, платформа не сообщает.',
  schema: Acquaintance,
  fieldOf: { classId: 'class' },
  fields: known => [
    { kind: 'day', name: 'week', label: 'Неделя', hint: 'Любой её день' },
    onDay(known),
    classField(known),
  ],
  contents: (typed, known) =>
    allClasses(typed, known).map(classId => ({
      classId,
      week: mondayOf(one(typed, 'week') ?? ''),
      on: one(typed, 'on'),
    })),
}

/** What is no day stays as it was typed, for the schema to say so. */
function mondayOf(day: string): string {
  return isDay(day) ? addDays(day, 1 - weekdayOf(day)) : day
}
