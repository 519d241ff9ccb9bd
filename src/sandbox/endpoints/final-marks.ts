import type { FinalMark } from '../school/model.js'
import { unavailable } from '../refusal.js'
import { finalMarksWire, finalsNow, periodsAndYear, subjectMarksWire } from '../wire/final-marks.js'
import { workWire } from '../wire/lessons.js'
import { marksWire } from '../wire/marks.js'
import { shortSubjectsWire, shortWorkTypesWire } from '../wire/short.js'
import { type Asked, idOf } from './asked.js'
import { type Desk, get, type Route } from './route.js'
import { journalOf, mustBeSelf } from './sight.js'

/** Marks of periods, in all their shapes. */
export function finalMarkRoutes(desk: Desk): Route[] {
  const { register, school } = desk
  return [
    get('edu-groups/:group/final-marks', asked => {
      mustComeByClass(asked)
      const { group, schoolClass } = journalOf(desk, asked)
      if (group.kind === 'subgroup') return []
      return finalMarksWire(asked.looking, group.id, school.yearOf(schoolClass).finals)
    }),
    get('edu-groups/:group/subjects/:subject/final-marks', asked => {
      mustComeByClass(asked)
      const subject = idOf(asked, 'subject')
      const finals = periodsAndYear(ofGroup(asked)).filter(final => final.subject.id === subject)
      return marksWire(
        asked.looking,
        finals.map(({ mark }) => mark),
      )
    }),
    get('persons/:person/edu-groups/:group/final-marks', asked =>
      subjectMarksWire(asked.looking, periodsAndYear(ofPupil(asked))),
    ),
    get('persons/:person/edu-groups/:group/allfinalmarks', asked => {
      const finals = ofPupil(asked)
      const works = [...new Set(finals.map(({ mark }) => mark.work))]
      return {
        marks: marksWire(
          asked.looking,
          finals.map(({ mark }) => mark),
        ),
        works: works.map(work => workWire(asked.looking, work)),
        subjects: shortSubjectsWire(finals.map(({ subject }) => subject)),
        workTypes: shortWorkTypesWire(asked.looking, works),
      }
    }),
  ]

  function mustComeByClass({ looking }: Asked): void {
    if (looking.switches.finalMarks === 'pupil') throw unavailable()
  }

  function ofGroup(asked: Asked): FinalMark[] {
    const { group, schoolClass } = journalOf(desk, asked)
    return group.kind === 'subgroup' ? [] : finalsNow(asked.looking, school.yearOf(schoolClass).finals)
  }

  function ofPupil(asked: Asked): FinalMark[] {
    const { person } = register.person(idOf(asked, 'person'))
    mustBeSelf(asked, person.id)
    return ofGroup(asked).filter(final => final.person === person.id)
  }
}
