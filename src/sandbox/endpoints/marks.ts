import type { Id, IsoDate } from '../../journal/index.js'
import type { Lesson, Mark, SchoolClass } from '../school/model.js'
import { mayReadJournal } from '../viewer.js'
import type { Wire } from '../wire/json.js'
import { marksWire, markWire, putOn } from '../wire/marks.js'
import { type Asked, bodyIds, type Days, dayOf, idOf, pathDays } from './asked.js'
import { lessonOf, readable } from './lessons.js'
import { type Desk, get, post, type Route } from './route.js'
import { ownSchool } from './schools.js'
import { groupOf, journalOf, mustBeSelf, mustReadJournal } from './sight.js'
import { workOf } from './works.js'

/** Lists between two days are cut by the day of the lesson, whenever the marks were put. */
export function markRoutes(desk: Desk): Route[] {
  const { register, school } = desk
  const wire = (asked: Asked, marks: readonly Mark[]): Wire => marksWire(asked.looking, marks)

  return [
    get('edu-groups/:group/marks/:from/:to', asked => {
      const grouping = journalOf(desk, asked)
      const days = pathDays(asked, 'marks')
      const marks = marksOf(register.lessonsOf(grouping, days, asked.looking))
      const finals = grouping.group.kind === 'class' ? periodMarks(asked, grouping.schoolClass, days) : []
      return wire(asked, [...marks, ...finals])
    }),
    get('edu-groups/:group/subjects/:subject/marks/:from/:to', asked => {
      const lessons = register.lessonsOf(journalOf(desk, asked), pathDays(asked, 'marks'), asked.looking)
      return wire(asked, marksOf(ofSubject(lessons, idOf(asked, 'subject'))))
    }),
    get(
      'persons/:person/schools/:school/marks/:from/:to',
      asked => ownSchool(school, asked) && wire(asked, ofPupil(asked)),
    ),
    get('persons/:person/edu-groups/:group/marks/:from/:to', asked => {
      const { group, schoolClass } = groupOf(desk, asked)
      const lessons = ofPupil(asked).filter(({ lesson }) =>
        group.kind === 'class' ? lesson?.class === schoolClass : lesson?.group === group,
      )
      return wire(asked, lessons)
    }),
    get('persons/:person/subjects/:subject/marks/:from/:to', asked => {
      const subject = idOf(asked, 'subject')
      return wire(
        asked,
        ofPupil(asked).filter(({ lesson }) => lesson?.subject.id === subject),
      )
    }),
    get('persons/:person/marks/:date', asked => {
      const { person, classes } = pupilOf(asked)
      const day = dayOf(asked.params.date ?? null, 'date')
      const all = classes.flatMap(schoolClass => [
        ...marksOf(school.yearOf(schoolClass).lessons),
        ...finalsOf(schoolClass),
      ])
      return wire(
        asked,
        all.filter(mark => mark.person === person.id && putOn(asked.looking, mark) === day),
      )
    }),
    get('lessons/:date/persons/:person/marks', asked => {
      const day = dayOf(asked.params.date ?? null, 'date')
      return wire(asked, ofPupilBetween(asked, { from: day, to: day }))
    }),
    get('lessons/:lesson/marks', asked => wire(asked, lessonOf(desk, asked).marks)),
    get('works/:work/marks', asked => wire(asked, marksOfWork(asked))),
    get('persons/:person/lessons/:lesson/marks', asked => {
      const { person } = pupilOf(asked)
      return wire(asked, own(lessonOf(desk, asked).marks, person.id))
    }),
    get('persons/:person/works/:work/marks', asked =>
      wire(asked, own(marksOfWork(asked), pupilOf(asked).person.id)),
    ),
    get('marks/:mark', asked => {
      const { mark, schoolClass } = register.mark(idOf(asked, 'mark'), asked.looking)
      mustReadJournal(asked, schoolClass)
      return markWire(asked.looking, mark)
    }),
    ...['lessons/many/marks', 'lessons/marks'].map(path =>
      post(path, asked =>
        wire(asked, marksOf(readable(asked, register.lessons(bodyIds(asked), asked.looking)))),
      ),
    ),
  ]

  function pupilOf(asked: Asked) {
    const known = register.person(idOf(asked, 'person'))
    if (!known.classes.some(schoolClass => mayReadJournal(asked.viewer, schoolClass)))
      mustBeSelf(asked, known.person.id)
    return known
  }

  function ofPupil(asked: Asked): Mark[] {
    return ofPupilBetween(asked, pathDays(asked, 'marks'))
  }

  function ofPupilBetween(asked: Asked, days: Days): Mark[] {
    const { person, classes } = pupilOf(asked)
    const lessons = classes.flatMap(schoolClass =>
      register.lessonsOf({ group: schoolClass, schoolClass }, days, asked.looking),
    )
    return own(marksOf(readable(asked, lessons)), person.id)
  }

  function marksOfWork(asked: Asked): readonly Mark[] {
    const work = workOf(desk, asked)
    const marks = work.lesson === null ? finalsOf(work.class) : work.lesson.marks
    return marks.filter(mark => mark.work === work)
  }

  function finalsOf(schoolClass: SchoolClass): Mark[] {
    return school.yearOf(schoolClass).finals.marks.map(({ mark }) => mark)
  }

  /** Marks of periods have no lesson; whether lists have them, by the day they were put, nobody knows. */
  function periodMarks({ looking }: Asked, schoolClass: SchoolClass, { from, to }: Days): Mark[] {
    if (!looking.switches.periodMarksInLists) return []
    return finalsOf(schoolClass).filter(mark => isBetween(putOn(looking, mark), from, to))
  }
}

function marksOf(lessons: readonly Lesson[]): Mark[] {
  return lessons.flatMap(lesson => lesson.marks)
}

function own(marks: readonly Mark[], person: Id): Mark[] {
  return marks.filter(mark => mark.person === person)
}

function ofSubject(lessons: readonly Lesson[], subject: Id): Lesson[] {
  return lessons.filter(lesson => lesson.subject.id === subject)
}

function isBetween(day: IsoDate, from: IsoDate, to: IsoDate): boolean {
  return from <= day && day <= to
}
