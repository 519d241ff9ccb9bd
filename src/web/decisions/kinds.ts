import type { z } from 'zod'
import { flowText, readFlow } from '../../config/index.js'
import { writtenKinds } from '../../journal/index.js'
import { type Content, RecordedOutage } from '../../ledger/index.js'
import {
  Acquaintance,
  BackupCopy,
  ControlSession,
  Exemption,
  HardCopy,
  hardCopySteps,
  hardCopyWords,
  Incident,
  LimitRows,
  limitRowsAbout,
  orderMeanings,
  PupilOrder,
  pupilOrderSubjects,
  SchoolOrder,
  Substitution,
  TrialRestore,
  WrittenLimits,
  workNames,
} from '../../regulation/index.js'
import { lowerFirst, meaningWords, pupilOrderSubjectWords } from '../../report/index.js'
import { addDays, isDay, weekdayOf } from '../days.js'
import type { DecisionKind, KnownNames } from './deps.js'
import { type Field, filledLines, many, one, type Typed, type Wrong } from './field.js'

/** How each kind of statement is asked for on a page. */

export interface Form<Kind extends DecisionKind> {
  readonly title: string
  /** Over the list: what it is for. */
  readonly about: string
  fields(known: KnownNames): readonly Field[]
  /** What was typed, by the schema's keys; several where one form means several statements. */
  contents(typed: Typed, known: KnownNames): readonly unknown[]
  readonly schema: z.ZodType<Content<Kind>>
  /** The field where a key of the schema is typed, where it has another name. */
  readonly fieldOf?: Readonly<Record<string, string>>
  /** What the schema alone would say unclearly. */
  refuse?(typed: Typed, known: KnownNames): Wrong | null
  /** Pupils are chosen: the form asks for their class first. */
  readonly asksClass?: boolean
}

const classField = (known: KnownNames, hint = 'Ничего не отмечено — все классы.'): Field => ({
  kind: 'many',
  name: 'class',
  label: 'Классы',
  hint,
  choices: known.classes,
  optional: true,
})
const order: Field = {
  kind: 'text',
  name: 'order',
  label: 'Основание',
  hint: 'Например: приказ № 12 от 13.11.2026',
}
const onDay = (known: KnownNames): Field => ({ kind: 'day', name: 'on', label: 'Когда', usual: known.today })
const pauses: ReadonlyMap<string, boolean> = new Map([
  ['paused', true],
  ['counted', false],
])
const allClasses = (typed: Typed, known: KnownNames) =>
  many(typed, 'class') ?? known.classes.map(({ value }) => value)

export const forms: { readonly [Kind in DecisionKind]: Form<Kind> } = {
  exemption: {
    title: 'Исключения',
    about:
      'Что школа простила приказом. Исключение не делает нарушение соблюдением: такие случаи показываются отдельно, с номером приказа.',
    schema: Exemption,
    fieldOf: { rules: 'rule', classIds: 'class', teacherIds: 'teacher', subjectIds: 'subject' },
    fields: known => [
      { kind: 'day', name: 'from', label: 'Первый день', usual: known.today },
      { kind: 'day', name: 'to', label: 'Последний день', usual: known.today },
      { kind: 'text', name: 'reason', label: 'Причина', hint: 'Например: курсы повышения квалификации' },
      order,
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
  },
  substitution: {
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
      order,
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
  },
  outage: {
    title: 'Сбои платформы',
    about:
      'Когда с платформой нельзя было работать: сроки, в которые это попало, продлеваются. То, что программа видела сама, учтено и без записи.',
    schema: RecordedOutage,
    fields: () => [
      { kind: 'moment', name: 'from', label: 'Начало' },
      { kind: 'moment', name: 'to', label: 'Конец' },
      {
        kind: 'text',
        name: 'source',
        label: 'Откуда известно',
        hint: 'Например: письмо поддержки от 17.11.2026',
      },
    ],
    contents: (typed, known) => [
      {
        from: momentIn(typed, 'from', known),
        to: momentIn(typed, 'to', known),
        source: one(typed, 'source'),
      },
    ],
  },
  incident: {
    title: 'Инциденты с логинами',
    about:
      'По пункту 4.3 о нарушении сообщают руководителю и службе поддержки в течение рабочего дня; по пункту 4.4 всё, что внесено под этим логином после сообщения и до смены пароля, недействительно.',
    schema: Incident,
    fieldOf: { personId: 'teacher' },
    fields: known => [
      { kind: 'one', name: 'teacher', label: 'Чей логин', choices: known.teachers },
      { kind: 'moment', name: 'learnedAt', label: 'Когда узнали' },
      { kind: 'moment', name: 'headToldAt', label: 'Когда узнал руководитель', optional: true },
      { kind: 'moment', name: 'supportToldAt', label: 'Когда узнала служба поддержки', optional: true },
      { kind: 'moment', name: 'passwordChangedAt', label: 'Когда сменён пароль', optional: true },
    ],
    contents: (typed, known) => [
      {
        personId: one(typed, 'teacher'),
        learnedAt: momentIn(typed, 'learnedAt', known),
        headToldAt: momentIn(typed, 'headToldAt', known),
        supportToldAt: momentIn(typed, 'supportToldAt', known),
        passwordChangedAt: momentIn(typed, 'passwordChangedAt', known),
        confirmedWorkIds: [],
      },
    ],
  },
  order: {
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
  },
  'pupil-order': {
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
  },
  control: {
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
  },
  acquaintance: {
    title: 'Ознакомление с журналом',
    about: 'Еженедельное ознакомление с журналом класса (п. 2.4): кто его смотрел, платформа не сообщает.',
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
  },
  'written-limits': {
    title: 'Сроки проверки письменных работ',
    about:
      'Акт школы, которым установлены сроки: регламент и федеральные нормы их не называют. Действует со своего дня до начала следующего и вместо того, что стоит в настройках; без акта опоздание не доказано.',
    schema: WrittenLimits,
    fieldOf: { pauseOnDaysOff: 'daysOff' },
    fields: known => [
      {
        kind: 'text',
        name: 'act',
        label: 'Название акта',
        hint: 'Например: Положение о проверке письменных работ',
      },
      { kind: 'text', name: 'number', label: 'Номер акта' },
      { kind: 'day', name: 'date', label: 'Дата акта' },
      { kind: 'day', name: 'from', label: 'С какого дня действует', usual: known.today },
      {
        ...{
          kind: 'long-text',
          name: 'limits',
          label: 'Сроки',
          usual: known.writtenTerms?.limits.map(flowText).join('\n') ?? '',
        },
        hint: `В каждой строке один срок: {ключ: значение, …}. ${limitRowsAbout}. Виды работ: ${writtenKinds.map(kind => `${kind} — ${workNames[kind]}`).join(', ')}.`,
      },
      {
        kind: 'one',
        name: 'daysOff',
        label: 'Каникулы и праздники',
        hint: 'О сроках, которые считаются календарными днями.',
        choices: [
          { value: 'paused', text: 'в срок не входят' },
          { value: 'counted', text: 'в срок входят' },
        ],
        usual: known.writtenTerms?.pauseOnDaysOff === false ? 'counted' : 'paused',
      },
    ],
    refuse(typed) {
      const lines = limitLines(typed)
      const unread = lines.find(({ row }) => row === null)
      if (unread) return new Map([['limits', `Строка ${unread.number} не читается.`]])
      const issue = LimitRows.safeParse(lines.map(({ row }) => row)).error?.issues[0]
      if (!issue) return null
      const [index, key] = issue.path
      const place = `Строка ${lines[Number(index)]?.number}${key === undefined ? '' : `, ${String(key)}`}`
      return new Map([['limits', `${place}: ${lowerFirst(issue.message)}`]])
    },
    contents: typed => [
      {
        act: one(typed, 'act'),
        number: one(typed, 'number'),
        date: one(typed, 'date'),
        from: one(typed, 'from'),
        pauseOnDaysOff: pauses.get(one(typed, 'daysOff') ?? ''),
        limits: limitLines(typed).map(({ row }) => row),
      },
    ],
  },
  backup: {
    title: 'Резервные копии',
    about: 'Копии, которые делает не программа (п. 1.2, 2.9); свои она записывает сама.',
    schema: BackupCopy,
    fields: known => [
      onDay(known),
      { kind: 'text', name: 'place', label: 'Где лежит', hint: 'Например: внешний диск, сейф директора' },
      { kind: 'flag', name: 'verified', label: 'Копия прочитана и сверена' },
    ],
    contents: typed => [
      { on: one(typed, 'on'), place: one(typed, 'place'), verified: one(typed, 'verified') !== null },
    ],
  },
  restore: {
    title: 'Пробные восстановления',
    about: 'Раз в год архив восстанавливают из копии на пробу (п. 2.9). Неудавшееся тоже записывают.',
    schema: TrialRestore,
    fieldOf: { from: 'source' },
    fields: known => [
      onDay(known),
      { kind: 'text', name: 'source', label: 'Из какой копии и куда' },
      { kind: 'flag', name: 'succeeded', label: 'Восстановить удалось' },
    ],
    contents: typed => [
      { on: one(typed, 'on'), from: one(typed, 'source'), succeeded: one(typed, 'succeeded') !== null },
    ],
  },
  'hard-copy': {
    title: 'Печать ведомостей',
    about:
      'Что сделано с годовыми ведомостями на бумаге (п. 2.8, 3), шаг за шагом. Распечатанной считается ведомость из последнего комплекта класса: с ней журнал сличается каждую ночь.',
    schema: HardCopy,
    fieldOf: { classId: 'class', doneBy: 'who', sheet: 'step', studyYear: 'step' },
    fields: known => [
      {
        kind: 'one',
        name: 'step',
        label: 'Что сделано',
        choices: hardCopySteps.map(value => ({ value, text: hardCopyWords[value] })),
      },
      onDay(known),
      classField(known),
      {
        kind: 'text',
        name: 'who',
        label: 'Кто выполнил',
        hint: 'Если не тот, кто вносит: Петров П. П., секретарь',
        optional: true,
      },
    ],
    refuse(typed, known) {
      if (one(typed, 'step') !== 'printed') return null
      const without = allClasses(typed, known).filter(id => !known.kitSheets.has(id))
      if (without.length === 0) return null
      const names = known.classes.filter(({ value }) => without.includes(value)).map(({ text }) => text)
      const text = `Нет ни в одном комплекте печати: ${names.join(', ')}. Сначала сделайте комплект.`
      return new Map([['class', text]])
    },
    contents: (typed, known) =>
      allClasses(typed, known).map(classId => ({
        classId,
        studyYear: known.studyYear,
        step: one(typed, 'step'),
        on: one(typed, 'on'),
        ...(one(typed, 'who') === null ? {} : { doneBy: one(typed, 'who') }),
        sheet: one(typed, 'step') === 'printed' ? (known.kitSheets.get(classId) ?? null) : null,
      })),
  },
}

/** The one that today belongs to, that before, and the next: its pupils are enrolled in summer. */
function yearsAround({ studyYear }: KnownNames): string[] {
  const first = Number(studyYear.slice(0, 4))
  return [first - 1, first, first + 1].map(year => `${year}-${year + 1}`)
}

/** A council decides about nearly all of a class: it is easier to tick who isn't meant. */
function pupilsMeant(typed: Typed, { pupils, leftPupils }: KnownNames): readonly string[] {
  const ticked = many(typed, 'pupil') ?? []
  if (one(typed, 'whom') !== 'others') return ticked
  return pupils.map(({ value }) => value).filter(id => !leftPupils.has(id) && !ticked.includes(id))
}

/** A moment that was typed can't be read: a number that no schema takes says so at its field. */
function momentIn(typed: Typed, name: string, known: KnownNames): number | null {
  const text = one(typed, name)
  return text === null ? null : (known.instantOf(text) ?? Number.NaN)
}

/** What is no day stays as it was typed, for the schema to say so. */
function mondayOf(day: string): string {
  return isDay(day) ? addDays(day, 1 - weekdayOf(day)) : day
}

/** Null for a line that can't be read. */
function limitLines(typed: Typed): { readonly number: number; readonly row: unknown }[] {
  return filledLines(typed, 'limits').map(({ line, number }) => ({
    number,
    row: readFlow(line)?.value ?? null,
  }))
}
