import type { Timetable } from '../school/model.js'
import type { School } from '../school.js'
import type { Wire } from './json.js'
import { clockTime, dayStamp } from './stamps.js'

const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']

/** Bells; breaks have lesson number 0, and only the time of day of `Start` and `Finish` means anything. */
export function timetableWire(school: School, timetable: Timetable): Wire {
  const day = `${school.year.start}-09-01`
  const items = timetable.sets.flatMap((set, setIndex) =>
    set.bells.flatMap((bell, index) => {
      const before = set.bells[index - 1]
      const lesson = { number: index + 1, name: `${index + 1} урок`, type: 'Lesson', ...bell }
      const pause = before && {
        number: 0,
        name: 'Перемена',
        type: 'Break',
        start: before.finish,
        finish: bell.start,
      }
      return (pause ? [pause, lesson] : [lesson]).map(item => ({
        Id: 100 * (setIndex + 1) + 2 * index + (item.number === 0 ? 0 : 1),
        Start: timeStamp(day, item.start),
        Finish: timeStamp(day, item.finish),
        Name: item.name,
        Type: item.type,
        DaysOfWeek: set.weekdays.map(weekday => weekdays[weekday - 1] ?? ''),
        LessonNumber: item.number,
      }))
    }),
  )
  return { Name: timetable.name, Start: dayStamp(day), FirstLessonNumber: 1, Items: items }
}

function timeStamp(day: string, minutes: number): string {
  return `${day}T${clockTime(minutes)}:00`
}
