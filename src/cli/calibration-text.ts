import type { Calibration } from '../ledger/index.js'
import type { StampZone } from '../regulation/index.js'

const zoneTexts: Readonly<Record<StampZone, string>> = {
  uncalibrated: 'пояс отметок времени не доказан',
  utc: 'отметки времени в UTC',
  local: 'отметки времени в поясе школы',
  moscow: 'отметки времени по Москве',
}

const homeworkTexts = {
  auto: 'урок домашнего задания определяется сам',
  given: 'домашнее задание стоит на уроке, где задано',
  due: 'домашнее задание стоит на уроке, к которому задано',
} as const

const untested: Readonly<Record<Calibration['what'], string>> = {
  stamps: 'пояс отметок времени не проверен: calibrate stamps … --at',
  'stamp-edit': 'сдвигает ли правка отметку времени, не проверено: calibrate stamps … --edited-at',
  'homework-lesson': 'урок домашнего задания не проверен: calibrate homework',
}

export function untestedText(what: Calibration['what']): string {
  return untested[what]
}

export function stampsText(zone: StampZone): string {
  return zoneTexts[zone]
}

export function homeworkText(lesson: keyof typeof homeworkTexts): string {
  return homeworkTexts[lesson]
}

/** What a test proved, in one line. */
export function calibrationText({ what, result, evidence }: Calibration): string {
  if (what === 'stamps') {
    const zone = (['utc', 'local', 'moscow'] as const).find(item => item === result)
    return `доказано: ${zone ? zoneTexts[zone] : result}`
  }
  if (what === 'stamp-edit') {
    return result === 'kept'
      ? 'доказано: правка не сдвигает отметку времени'
      : 'доказано: правка сдвигает отметку времени, поэтому сама по себе она ничего не доказывает против учителя'
  }
  const lesson = (['given', 'due'] as const).find(item => item === result)
  return `доказано: ${lesson ? homeworkTexts[lesson] : result}; заданий за это ${evidence[result] ?? 0}, за другое ${evidence[result === 'given' ? 'due' : 'given'] ?? 0}`
}
