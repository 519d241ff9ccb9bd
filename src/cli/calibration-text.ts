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
