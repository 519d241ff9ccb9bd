import { RecordedOutage } from '../../ledger/index.js'
import { Incident } from '../../regulation/index.js'
import { one } from './field.js'
import { type Form, momentIn } from './form.js'

/** What happened at a moment: to the platform, to a login. */

export const outageForm: Form<'outage'> = {
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
}

export const incidentForm: Form<'incident'> = {
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
}
