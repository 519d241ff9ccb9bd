import { Exemption, orderMeanings, SchoolOrder, Substitution } from '../../regulation/index.js'
import { meaningWords } from '../../report/index.js'
import { many, one } from './field.js'
import { classField, type Form, orderField } from './form.js'

/** What an order says of a lesson: that it isn't required, who gave it, what stands instead of a mark. */

export const exemptionForm: Form<'exemption'> = {
  title: 'Исключения',
  about:
    'Что школа простила приказом. Исключение не делает нарушение соблюдением: такие случаи показываются отдельно, с номером приказа.',
  schema: Exemption,
  fieldOf: { rules: 'rule', classIds: 'class', teacherIds: 'teacher', subjectIds: 'subject' },
  fields: known => [
    { kind: 'day', name: 'from', label: 'Первый день', usual: known.today },
    { kind: 'day', name: 'to', label: 'Последний день', usual: known.today },
    { kind: 'text', name: 'reason', label: 'Причина', hint: 'Например: курсы повышения квалификации' },
    orderField,
    {
      kind: 'many',
      name: 'rule',
      label: 'Что не требуется',
      hint: 'Ничего не отмечено — всё. Чем меньше отмечено здесь и ниже, тем больше исключено.',
      choices: known.rules,
      optional: true,
    },
    classField(known),
    { kind: 'many', name: 'teacher', label: 'Учителя', choices: known.teachers, optional: true },
    { kind: 'many', name: 'subject', label: 'Предметы', choices: known.subjects, optional: true },
  ],
  contents: typed => [
    {
      rules: many(typed, 'rule'),
      classIds: many(typed, 'class'),
      teacherIds: many(typed, 'teacher'),
      subjectIds: many(typed, 'subject'),
      lessonIds: many(typed, 'lesson'),
      personIds: null,
      from: one(typed, 'from'),
      to: one(typed, 'to'),
      reason: one(typed, 'reason'),
      order: one(typed, 'order'),
    },
  ],
}

export const substitutionForm: Form<'substitution'> = {
  title: 'Замены',
  about:
    'Кто провёл урок вместо кого: платформа называет заменившего не всегда. За урок отвечает тот, кто его провёл.',
  schema: Substitution,
  fieldOf: { groupId: 'group', personId: 'teacher' },
  fields: known => [
    { kind: 'one', name: 'group', label: 'Класс или подгруппа', choices: known.groups },
    { kind: 'day', name: 'date', label: 'День', usual: known.today },
    {
      kind: 'many',
      name: 'lesson',
      label: 'Уроки по счёту',
      choices: Array.from({ length: 12 }, (_, index) => ({ value: `${index + 1}`, text: `${index + 1}` })),
    },
    { kind: 'one', name: 'teacher', label: 'Кто провёл', choices: known.teachers },
    {
      kind: 'one',
      name: 'insteadOf',
      label: 'Вместо кого',
      hint: 'Пусто — урок никому не был назначен',
      choices: known.teachers,
      optional: true,
    },
    orderField,
  ],
  contents: typed =>
    (many(typed, 'lesson') ?? []).map(lesson => ({
      groupId: one(typed, 'group'),
      date: one(typed, 'date'),
      lesson: Number(lesson),
      personId: one(typed, 'teacher'),
      insteadOf: one(typed, 'insteadOf'),
      order: one(typed, 'order'),
    })),
}

export const orderForm: Form<'order'> = {
  title: 'Приказы об «осв» и «н/а»',
  about: 'На каком приказе стоит «осв» или «н/а»: в журнале этого не видно.',
  schema: SchoolOrder,
  fieldOf: { personIds: 'pupil', subjectIds: 'subject', periodIds: 'period' },
  asksClass: true,
  fields: known => [
    { kind: 'text', name: 'order', label: 'Номер приказа', hint: 'Например: 12-у' },
    { kind: 'day', name: 'date', label: 'Дата приказа', usual: known.today },
    {
      kind: 'one',
      name: 'meaning',
      label: 'Что это значит',
      choices: orderMeanings.map(value => ({ value, text: meaningWords(value) })),
    },
    { kind: 'many', name: 'pupil', label: 'Обучающиеся', choices: known.pupils },
    { kind: 'many', name: 'subject', label: 'Предметы', choices: known.subjects },
    { kind: 'many', name: 'period', label: 'Отчётные периоды', choices: known.periods },
  ],
  contents: typed => [
    {
      order: one(typed, 'order'),
      date: one(typed, 'date'),
      meaning: one(typed, 'meaning'),
      personIds: many(typed, 'pupil'),
      subjectIds: many(typed, 'subject'),
      periodIds: many(typed, 'period'),
    },
  ],
}
