import { ClassOpening } from '../../regulation/index.js'
import { one } from './field.js'
import type { Form } from './form.js'

/** By which order a class was opened when the study year was already running. */
export const classOpeningForm: Form<'class-opening'> = {
  title: 'Приказы об открытии классов',
  about:
    'У класса, который открыт, когда учебный год уже идёт, срок готовности журнала считают не от 5 сентября, а от приказа (п. 2.2). Без приказа такой класс к сроку не проверяется.',
  schema: ClassOpening,
  fieldOf: { classId: 'which' },
  fields: known => [
    { kind: 'one', name: 'which', label: 'Класс', choices: known.classes },
    { kind: 'text', name: 'order', label: 'Номер приказа', hint: 'Например: 45' },
    { kind: 'day', name: 'date', label: 'Дата приказа', usual: known.today },
  ],
  contents: typed => [{ classId: one(typed, 'which'), order: one(typed, 'order'), date: one(typed, 'date') }],
}
