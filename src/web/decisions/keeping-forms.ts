import { BackupCopy, HardCopy, hardCopySteps, hardCopyWords, TrialRestore } from '../../regulation/index.js'
import { one } from './field.js'
import { allClasses, classField, type Form, onDay } from './form.js'

/** What is kept beside the journal: copies, and paper. */

export const backupForm: Form<'backup'> = {
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
}

export const restoreForm: Form<'restore'> = {
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
}

export const hardCopyForm: Form<'hard-copy'> = {
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
}
