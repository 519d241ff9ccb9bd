import { topicsOf } from './wording.js'

/** What the calendar-thematic plan of a subject has at a place: the same text at no other place of it. */
export interface PlannedTopic {
  readonly section: string
  readonly topic: string
}

const steps = ['изучение нового', 'решение упражнений', 'закрепление'] as const

/** @param index counted from 0, in lessons */
export function plannedTopic(subject: string, index: number): PlannedTopic {
  const topics = topicsOf(subject)
  const block = Math.floor(index / steps.length)
  const section = topics[block % topics.length] ?? ''
  const round = Math.floor(block / topics.length)
  const part = round === 0 ? '' : `, часть ${round + 1}`
  return { section, topic: `${section}: ${steps[index % steps.length]}${part}` }
}

/** What lessons are used for that no plan has. */
export const foreignTopics = [
  'Подготовка к концерту ко Дню учителя',
  'Инструктаж по пожарной безопасности',
  'Просмотр художественного фильма',
  'Репетиция школьного спектакля',
  'Заполнение анкет для медосмотра',
]
