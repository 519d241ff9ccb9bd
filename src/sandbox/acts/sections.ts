import type { Instant } from '../../clock.js'
import type { Making } from '../making.js'
import { type SchoolClass, shown } from '../school/model.js'

/** Clauses 2.1 and 2.2: sections that weren't formed by 5 September, and a class that nobody leads. */
export function plantSetUp(making: Making, schoolClass: SchoolClass): void {
  const { days, year, truth } = making
  const { heads, subjectsListedAt } = schoolClass.setUp
  const fifth = `${year.start}-09-05`
  const isIn = (date: string) => making.from <= date && date <= making.to

  function plantLate(item: string, enteredAt: Instant): void {
    if (enteredAt <= days.dayEnd(fifth) || !isIn(fifth)) return
    const subject = { class: schoolClass.id, part: `${year.start}/${item}` }
    truth.plant({
      rule: '2.2-sections-formed',
      subject,
      date: fifth,
      deadline: days.dayEnd(fifth),
      enteredAt,
    })
  }

  plantLate('subjects', subjectsListedAt)
  heads.forEach(({ since, value }, index) => {
    if (value !== null) {
      plantLate('class-teacher', since)
      return
    }
    const begins = Math.max(since, days.at(`${year.start}-09-01`, 0))
    const date = days.calendar.dateOf(begins)
    if (!isIn(date)) return
    truth.plant({
      rule: '2.1-class-teacher-set',
      subject: { class: schoolClass.id },
      date,
      deadline: begins,
      enteredAt: heads[index + 1]?.since ?? null,
    })
  })
}

/** Somebody leads the class. */
export function isLed({ setUp }: SchoolClass, at: Instant): boolean {
  return shown(setUp.heads, at) !== null
}
