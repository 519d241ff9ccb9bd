import { z } from 'zod'
import type { Instant } from '../../clock.js'
import { defineRule } from '../rule.js'

/** The list of who leads a class changes rarely and is read now and then: a verdict holds for the day of the look. */
export const classTeacherSet = defineRule({
  id: '2.1-class-teacher-set',
  clause: '2.1',
  title: 'У класса есть классный руководитель',
  severity: 'major',
  level: 'must',
  termFrom: 'regulation',
  scope: 'school-year',
  needs: ['class-teacher'],
  settings: z.strictObject({}),
  messages: {
    kept: '{className}: классный руководитель назначен, по данным на {looked}.',
    broken: '{className}: классный руководитель не назначен, по данным на {looked}.',
    'unproven-unread':
      '{className}: назначен ли классный руководитель — не доказано: платформа его не назвала, список не прочитан.',
  },
  check({ journal, calendar, speech, asOf, to }, report) {
    const heads = journal.slice.classTeachers.filter(({ left }) => left === null)
    const led = new Set(heads.map(({ classId }) => classId))
    const today = calendar.dateOf(asOf)
    for (const { id, name } of journal.slice.classes) {
      const looked: Instant | null = journal.lastLook('class-teacher', id, null)
      const hasHead = led.has(id)
      const verdict = looked === null ? 'unproven' : hasHead ? 'kept' : 'broken'
      report({
        verdict,
        reason: looked === null ? 'unproven-unread' : verdict,
        subject: { class: id },
        date: looked === null ? (today < to ? today : to) : calendar.dateOf(looked),
        deadline: null,
        evidence: {
          level: 'B',
          absentAt: hasHead ? null : looked,
          presentAt: hasHead ? looked : null,
          platformAt: null,
        },
        responsible: [],
        values: { className: name, ...(looked === null ? {} : { looked: speech.moment(looked) }) },
      })
    }
  },
})
