import type { FigureCounts } from '../regulation/index.js'
import { share } from './russian.js'

/** The figures by which monitoring is filled in, out of what was counted: `docs/figures.md` has formulas and traps. */

export interface Figure {
  readonly name: FigureName
  readonly title: string
  /** Per cent with one digit, or the number itself; null: «нет данных», and `why` tells why. */
  readonly value: number | null
  readonly unit: 'percent' | 'number' | 'days'
  readonly part: number | null
  readonly whole: number | null
  /** What stands in neither part, because nobody can tell. */
  readonly unproven: number
  /** How it is computed, for whoever has to answer for it. */
  readonly formula: string
  readonly why: string | null
}

const titles = {
  topicsFilled: 'Заполнение тем',
  topicsInTime: 'Своевременность тем',
  homeworkShare: 'Доля уроков с ДЗ',
  homeworkInTime: 'Своевременность ДЗ',
  marksInTime: 'Своевременность отметок',
  attendance: 'Посещаемость отмечена',
  accumulation: 'Накопляемость отметок',
  enoughMarks: 'Отметок не меньше минимума',
  density: 'Средняя плотность отметок',
  programme: 'Выполнение программы',
  objectivity: 'Объективность итоговых',
  completeness: 'Полнота итоговых',
  activity: 'Активность участников',
  mending: 'Оперативность исправления',
} as const
export type FigureName = keyof typeof titles

const formulas: Readonly<Record<FigureName, string>> = {
  topicsFilled: 'проведённые уроки с темой ÷ проведённые уроки, день которых прошёл',
  topicsInTime: 'темы, записанные к сроку ÷ темы, время записи которых известно',
  homeworkShare:
    'проведённые уроки, на которых задано ÷ проведённые уроки; не доля нарушений: задавать необязательно',
  homeworkInTime: 'задания, записанные к сроку ÷ задания, время записи которых известно',
  marksInTime: 'отметки за урок, поставленные в его день ÷ все такие отметки; письменные работы не входят',
  attendance: 'уроки хотя бы с одной записью ÷ уроки дней, когда в группе кто-то отсутствовал',
  accumulation: 'отметок на одного ученика за один урок: отметки ÷ (ученики × уроки)',
  enoughMarks: 'итоговые отметки, для которых хватает текущих ÷ проверенные итоговые отметки',
  density: 'отметок на одного ученика в неделю',
  programme: 'проведено уроков ÷ запланировано часов к этому дню по КТП с датами',
  objectivity:
    'итоговые, равные округлённому среднему ÷ проверенные; границы округления — в настройках школы',
  completeness: 'заполненные итоговые клетки ÷ все, срок которых прошёл; освобождённые и выбывшие не входят',
  activity: 'кто из пользователей входил в журнал',
  mending: 'середина (медиана) дней от находки до исправления',
}

export interface FigureSource {
  readonly counts: FigureCounts
  /** Pupils, summed over the classes and weeks in which they had such lessons. */
  readonly pupilWeeks: number
  /** Median days from finding to mending; null where nothing was mended. */
  readonly mendingDays: number | null
}

const noMarks = 'за эти дни нет таких записей'

export function figuresOf({ counts, pupilWeeks, mendingDays }: FigureSource): Figure[] {
  const c = counts
  const read = c.unread > 0 ? 'уроки этих дней не прочитаны после их конца' : 'проведённых уроков не видно'
  return [
    ratio('topicsFilled', { part: c.topics, whole: c.lessons, unproven: c.unread, why: read }),
    timely('topicsInTime', c.topicsInTime, c.topicsLate, c.topicsUnproven),
    ratio('homeworkShare', { part: c.withHomework, whole: c.lessons, unproven: c.unread, why: read }),
    timely('homeworkInTime', c.homeworkInTime, c.homeworkLate, c.homeworkUnproven),
    timely('marksInTime', c.marksInTime, c.marksLate, c.marksUnproven),
    ratio('attendance', { part: c.attended, whole: c.absences, why: 'отсутствующих за эти дни не видно' }),
    number('accumulation', c.marks, c.seats, 'состав групп не прочитан или уроков не видно'),
    timely('enoughMarks', c.basesEnough, c.basesFew, c.basesUnproven),
    number('density', c.marks, pupilWeeks, 'состав групп не прочитан или уроков не видно'),
    programme(c),
    timely('objectivity', c.meansEqual, c.meansOther, c.meansUnproven),
    ratio('completeness', {
      part: c.finalsFilled,
      whole: c.finalsDue,
      unproven: c.finalsUnproven,
      why: 'ни один отчётный период за эти дни не кончился',
    }),
    figure('activity', { unit: 'percent', value: null, why: 'платформа не сообщает, кто входил в журнал' }),
    figure('mending', {
      unit: 'days',
      value: mendingDays,
      why: mendingDays === null ? 'за эти дни ничего не исправлено' : null,
    }),
  ]
}

type Rest = Partial<Pick<Figure, 'part' | 'whole' | 'unproven'>> & Pick<Figure, 'unit' | 'value' | 'why'>

function figure(name: FigureName, rest: Rest): Figure {
  return { part: null, whole: null, unproven: 0, ...rest, name, title: titles[name], formula: formulas[name] }
}

interface Parts {
  readonly part: number
  readonly whole: number
  readonly unproven?: number
  readonly why: string
}

function ratio(name: FigureName, { part, whole, unproven = 0, why }: Parts): Figure {
  const value = share(part, whole)
  return figure(name, { unit: 'percent', value, part, whole, unproven, why: value === null ? why : null })
}

/** «Не доказано» stands in neither part. */
function timely(name: FigureName, good: number, bad: number, unproven: number): Figure {
  const why = unproven > 0 ? 'все такие случаи не доказаны' : noMarks
  return ratio(name, { part: good, whole: good + bad, unproven, why })
}

function number(name: FigureName, part: number, whole: number, why: string): Figure {
  const value = whole === 0 ? null : Math.round((part / whole) * 100) / 100
  return figure(name, { unit: 'number', value, part, whole, why: value === null ? why : null })
}

/** More was held than planned in some schools: that is no per cent over a hundred but a lead, said in hours. */
function programme({ heldByPlan, plannedHalves }: FigureCounts): Figure {
  const planned = plannedHalves / 2
  const value = planned === 0 ? null : Math.round((heldByPlan / planned) * 1000) / 10
  const why = 'КТП с датами на эти дни не внесены'
  return figure('programme', {
    unit: 'percent',
    value,
    part: heldByPlan,
    whole: planned,
    why: value === null ? why : null,
  })
}

/** Results of final marks: f.2 of the regulation's figures. */
export interface Results {
  readonly pupils: number
  /** «% успеваемости» */
  readonly attainment: number | null
  /** «% качества знаний» */
  readonly quality: number | null
  /** «СОУ», степень обученности учащихся. */
  readonly learning: number | null
  readonly middle: number | null
}

/** «н/а» stay in N; exempt pupils and those without a mark are out of it, and so are those who have left. */
export function resultsOf({ fives, fours, threes, twos, notAttested }: FigureCounts): Results {
  const marked = fives + fours + threes + twos
  const pupils = marked + notAttested
  const learning = fives * 100 + fours * 64 + threes * 36 + twos * 16 + notAttested * 7
  const sum = fives * 5 + fours * 4 + threes * 3 + twos * 2
  return {
    pupils,
    attainment: share(fives + fours + threes, pupils),
    quality: share(fives + fours, pupils),
    learning: pupils === 0 ? null : Math.round((learning / pupils) * 10) / 10,
    middle: marked === 0 ? null : Math.round((sum / marked) * 100) / 100,
  }
}
