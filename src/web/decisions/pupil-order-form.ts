import { PupilOrder, pupilOrderSubjects } from '../../regulation/index.js'
import { pupilOrderSubjectWords } from '../../report/index.js'
import type { KnownNames } from './deps.js'
import { many, one, type Typed } from './field.js'
import { type Form, yearsAround } from './form.js'

/** Who joined, left, or is taught at home, and what the council decided about whom. */

export const pupilOrderForm: Form<'pupil-order'> = {
  title: 'Приказы об обучающихся и решения педсовета',
  about:
    'По какому приказу обучающийся прибыл, выбыл или учится на дому и что решил педсовет о переводе: платформа этого не знает, а годовая ведомость печатает. О каждом педсовет решает один раз за год; после условного перевода вносят и второе решение, с более поздней датой.',
  schema: PupilOrder,
  fieldOf: { personIds: 'pupil', studyYear: 'year' },
  asksClass: true,
  fields: known => [
    {
      kind: 'one',
      name: 'what',
      label: 'О чём',
      choices: pupilOrderSubjects.map(value => ({ value, text: pupilOrderSubjectWords(value) })),
    },
    {
      kind: 'text',
      name: 'number',
      label: 'Номер',
      hint: 'Приказа, а у педсовета — протокола. Например: 12-у',
    },
    { kind: 'day', name: 'date', label: 'Дата приказа или решения', usual: known.today },
    {
      kind: 'one',
      name: 'whom',
      label: 'О ком',
      choices: [
        { value: 'ticked', text: 'отмеченные ниже' },
        { value: 'others', text: 'все обучающиеся класса, кроме отмеченных и выбывших' },
      ],
      usual: 'ticked',
    },
    {
      kind: 'many',
      name: 'pupil',
      label: 'Обучающиеся',
      choices: known.pupils.map(({ value, text }) => ({
        value,
        text: known.leftPupils.has(value) ? `${text} — выбыл(а)` : text,
      })),
      optional: true,
    },
    {
      kind: 'text',
      name: 'to',
      label: 'В какой класс',
      hint: 'О переводе. Например: 6А; пусто — «в следующий класс»',
      optional: true,
    },
    { kind: 'day', name: 'from', label: 'Первый день обучения на дому', optional: true },
    {
      kind: 'day',
      name: 'until',
      label: 'Последний день обучения на дому',
      hint: 'Пусто — продолжается',
      optional: true,
    },
    {
      kind: 'one',
      name: 'year',
      label: 'В ведомость какого учебного года',
      // The next one too: its pupils are enrolled in summer.
      choices: yearsAround(known).map(value => ({ value, text: value.replace('-', '/') })),
      usual: known.studyYear,
    },
  ],
  refuse(typed, known) {
    if (pupilsMeant(typed, known).length > 0) return null
    const text = one(typed, 'whom') === 'others' ? 'Никого не остаётся: отмечены все.' : 'Выберите.'
    return new Map([['pupil', text]])
  },
  contents: (typed, known) => [
    {
      what: one(typed, 'what'),
      number: one(typed, 'number'),
      date: one(typed, 'date'),
      studyYear: one(typed, 'year'),
      classId: one(typed, 'of'),
      personIds: pupilsMeant(typed, known),
      to: one(typed, 'to'),
      from: one(typed, 'from'),
      until: one(typed, 'until'),
    },
  ],
}

/** A council decides about nearly all of a class: it is easier to tick who isn't meant. */
function pupilsMeant(typed: Typed, { pupils, leftPupils }: KnownNames): readonly string[] {
  const ticked = many(typed, 'pupil') ?? []
  if (one(typed, 'whom') !== 'others') return ticked
  return pupils.map(({ value }) => value).filter(id => !leftPupils.has(id) && !ticked.includes(id))
}
