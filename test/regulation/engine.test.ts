import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import {
  checkJournal,
  clauses,
  defaultRegulation,
  judgeJournal,
  RegulationSchema,
  rules,
  verdictKey,
} from '../../src/regulation/index.js'
import { engineMessagesOf } from '../../src/regulation/doubts.js'
import { compileTemplate } from '../../src/regulation/template.js'
import { requestOf } from './build-slice.js'
import { SmallJournal } from './small-journal.js'

const root = new URL('../../', import.meta.url)

const day = SmallJournal.parse({
  title: 'a day with something for every rule',
  periods: [{ id: 1, start: '2026-11-09', finish: '2026-11-16' }],
  finals: ['5', 'н/а', 'осв'].map((value, index) => ({
    pupil: 1001 + index,
    value,
    absent: '2026-11-14 08:00',
    seen: '2026-11-16 14:00',
  })),
  classTeachers: [{ teacher: 9001 }],
  plans: [{ subject: 'Геометрия', rows: ['Точка и прямая'] }],
  otherSettings: {
    '2.3-hours-held': { plan: [{ class: '7А', subject: 'алгебра', hours: [2] }] },
    '2.5-edit-time-long-enough': { editDays: 14 },
    '2.9-restore-tried': { due: '11-16' },
    '3-sheets-printed': { due: '11-16' },
    '3-terms-end': { toldOn: '11-16' },
    '4.1-login-signs': { enabled: true },
    '4.2-briefing-held': { due: '11-16' },
  },
  formerPlaces: [
    {
      lesson: 6,
      removed: true,
      date: '2026-11-16',
      number: 3,
      absent: '2026-11-16 20:00',
      seen: '2026-11-16 22:00',
    },
  ],
  lessons: [
    { id: 10, date: '2026-11-16', number: 2 },
    { id: 9, date: '2026-11-16', number: 1 },
    { id: 7, date: '2026-11-16', number: 3 },
    { id: 8, date: '2026-11-17', number: 1, status: 'cancelled' },
  ],
  attendance: [
    { lesson: 9, pupil: 1002, seen: '2026-11-16 12:00' },
    { lesson: 10, pupil: 1001, seen: '2026-11-16 12:00' },
    { lesson: 7, pupil: 1002, seen: '2026-11-16 12:00' },
  ],
  homework: [
    {
      id: 21,
      lesson: 9,
      states: [
        { absent: '2026-11-16 18:00', seen: '2026-11-16 20:00' },
        { absent: '2026-11-16 20:00', seen: '2026-11-16 22:00', text: '§ 12, № 5, 6, 20 мин' },
      ],
    },
  ],
  works: [
    { id: 22, lesson: 9 },
    { id: 23, lesson: 10, kind: 'lesson', absent: '2026-11-16 10:00', seen: '2026-11-16 12:00' },
  ],
  substitutions: [{ date: '2026-11-16', lesson: 2, teacher: 9002, insteadOf: 9001 }],
  marks: [
    {
      id: 31,
      lesson: 9,
      absent: '2026-11-17 08:00',
      seen: '2026-11-17 14:00',
      later: [{ value: '5', absent: '2026-11-17 14:00', seen: '2026-11-17 20:00' }],
    },
    { id: 34, lesson: 9, kind: 'homework', value: '.', seen: '2026-11-16 12:00' },
    { id: 33, lesson: 9, work: 22, kind: 'written', seen: '2026-11-16 12:00' },
    {
      id: 32,
      lesson: 9,
      pupil: 1002,
      seen: '2026-11-16 12:00',
      gone: { absent: '2026-11-17 08:00', seen: '2026-11-17 14:00' },
    },
  ],
  printed: [{ on: '2026-11-16', read: '2026-11-16 14:00' }],
  incidents: [{ learned: '2026-11-16 11:00', head: '2026-11-17 12:00', support: '2026-11-17 12:00' }],
})

/** Days of the year and months don't move by weeks. */
const boundToCalendar = [
  '1.2-control-held',
  '2.2-sections-formed',
  '2.9-archive-intact',
  '2.9-copies-apart',
  '2.9-restore-tried',
  '3-sheets-printed',
  '3-terms-end',
  '4.2-briefing-held',
]

function check(change: Partial<ReturnType<typeof requestOf>> = {}) {
  const { rules: _one, ...request } = requestOf('2.3-topic-filled', day)
  return checkJournal({ ...request, ...change })
}

describe('the engine', () => {
  test('runs every rule, counts by rule and kind, and what does not apply', () => {
    const { verdicts, counts, notApplicable } = check()
    expect(Object.keys(counts)).toEqual(rules.map(rule => rule.id))
    for (const rule of rules) {
      const own = verdicts.filter(verdict => verdict.rule === rule.id)
      expect([rule.id, own.length > 0]).toEqual([rule.id, true])
      expect(Object.values(counts[rule.id] ?? {}).reduce((a, b) => a + b, 0)).toBe(own.length)
      expect(own.every(verdict => verdict.clause === rule.clause)).toBe(true)
    }
    expect(notApplicable['2.3-topic-filled']).toBe(1)
  })

  test('orders verdicts by date, rule and number, not by text', () => {
    const topics = check().verdicts.filter(verdict => verdict.rule === '2.3-topic-filled')
    expect(topics.map(verdict => verdict.subject.lesson)).toEqual(['7', '9', '10'])
    const places = check().verdicts.map(({ date, rule }) => `${date} ${rule}`)
    expect(places).toEqual(places.toSorted())
  })

  test('gives each verdict a key of its own', () => {
    const keys = check().verdicts.map(verdictKey)
    expect(new Set(keys).size).toBe(keys.length)
  })

  test('knows what is kept without putting it into words', () => {
    const { rules: _one, ...request } = requestOf('2.3-topic-filled', day)
    const { found, kept } = judgeJournal(request)
    const { verdicts } = checkJournal(request)
    const ofKept = verdicts.filter(({ verdict }) => verdict === 'kept')
    expect(ofKept.length).toBeGreaterThan(0)
    expect(found).toEqual(verdicts.filter(({ verdict }) => verdict !== 'kept'))
    for (const verdict of ofKept)
      expect(kept.verdict(verdict.rule, verdict.subject.class, verdictKey(verdict))).toEqual(verdict)
    for (const { rule, subject, ...verdict } of found)
      expect(kept.verdict(rule, subject.class, verdictKey({ rule, subject, ...verdict }))).toBeUndefined()
    for (const { rule, classId, date, kept: count } of kept.days()) {
      const same = ofKept.filter(other => other.rule === rule && other.date === date)
      expect(count).toBe(same.filter(({ subject }) => subject.class === classId).length)
    }
    for (const { id } of rules) {
      const counted = [...kept.places(id)].flatMap(({ place, kept: count }) =>
        Array.from({ length: count }, () => `${place.classId} ${place.date} ${place.id}`),
      )
      const told = ofKept.filter(({ rule }) => rule === id)
      const places = told.map(({ subject, date }) => `${subject.class} ${date} ${subject.lesson}`)
      expect(counted.sort()).toEqual(places.sort())
    }
  })

  test('a lesson of pupils of two classes is judged in each class once, by its own copy', () => {
    const { slice } = requestOf('2.3-topic-filled', day)
    const other = '102'
    const copied = <T extends { readonly classId: string }>(items: readonly T[]) => [
      ...items,
      ...items.map(item => ({ ...item, classId: other })),
    ]
    const doubled = {
      ...slice,
      classes: [...slice.classes, { id: other, name: '7Б', parallel: 7 }],
      lessons: copied(slice.lessons),
      works: copied(slice.works),
    }
    const { verdicts } = check({ slice: doubled, rules: ['2.6-homework-in-time', '2.5-marks-same-day'] })
    expect(verdicts.map(({ rule, subject }) => [rule, subject.class])).toEqual([
      ['2.5-marks-same-day', '101'],
      ['2.6-homework-in-time', '101'],
      ['2.6-homework-in-time', other],
    ])
  })

  test('judges only the days asked for, though the slice reaches further', () => {
    const later = check({ from: '2026-11-17', to: '2026-11-20' }).verdicts
    expect(later.filter(({ rule }) => rule !== '2.1-class-teacher-set')).toEqual([])
  })

  test('runs only the rules asked for', () => {
    const { verdicts, counts } = check({ rules: ['2.6-homework-in-time'] })
    expect([...new Set(verdicts.map(verdict => verdict.rule))]).toEqual(['2.6-homework-in-time'])
    expect(Object.keys(counts)).toEqual(['2.6-homework-in-time'])
  })

  test('moving a whole story by weeks moves its verdicts by as much', () => {
    const shift = (text: string) =>
      text.replaceAll(/2026-11-(\d\d)/g, (_all, date: string) => {
        const moved = new Date(Date.UTC(2026, 10, Number(date) + 21))
        return moved.toISOString().slice(0, 10)
      })
    const later = SmallJournal.parse(JSON.parse(shift(JSON.stringify(day))))
    const { rules: _one, ...request } = requestOf('2.3-topic-filled', later)
    const outline = (result: ReturnType<typeof check>, byWeeks: number) =>
      result.verdicts.flatMap(({ rule, verdict, reason, deadline, subject }) => {
        if (boundToCalendar.includes(rule)) return []
        return {
          verdict,
          reason,
          subject: byWeeks > 0 ? subject : { ...subject, ...(subject.part && { part: shift(subject.part) }) },
          deadline: deadline === null ? null : deadline - byWeeks * 7 * 86_400_000,
        }
      })
    expect(outline(checkJournal(request), 3)).toEqual(outline(check(), 0))
  })
})

describe('messages', () => {
  test('a template without a value is an error, not a hole', () => {
    const fill = compileTemplate('{where}: срок {deadline}.')
    expect(fill({ where: '7А', deadline: 'сегодня' })).toBe('7А: срок сегодня.')
    expect(() => fill({ where: '7А' })).toThrow('{deadline}')
  })

  test('a term that the regulation does not set is told as the setting of the school, or by its order', () => {
    for (const rule of rules.filter(({ termFrom }) => termFrom === 'school')) {
      const silent = Object.entries({ ...engineMessagesOf(rule), ...rule.messages }).filter(
        ([, text]) => !/установлен[аоы]? настройкой школы|настройк(ой|ах) школы|\{orders\}/.test(text),
      )
      expect(silent).toEqual([])
    }
  })

  test('whose messages have what stood in a cell says so: letters tell no marks', () => {
    const texts = (rule: (typeof rules)[number]) => Object.values(rule.messages).join(' ')
    const having = rules.filter(rule => /\{values?\}/.test(texts(rule))).map(({ id }) => id)
    expect(having).toEqual(rules.filter(({ tellsMarks }) => tellsMarks).map(({ id }) => id))
    expect(having).not.toEqual([])
  })

  test('reasons begin with their kind of verdict', () => {
    const reasons = rules.flatMap(rule => Object.keys(rule.messages))
    expect(
      reasons.filter(reason => !/^(pending|kept|broken|mended|unproven|void)(-|$)/.test(reason)),
    ).toEqual([])
  })
})

describe('settings', () => {
  test('an empty regulation is the seed regulation', () => {
    expect(RegulationSchema.parse(undefined)).toEqual(defaultRegulation)
    expect(defaultRegulation.stamps).toBe('uncalibrated')
    expect(defaultRegulation.editions).toHaveLength(1)
    expect(defaultRegulation.editions[0]?.rules['2.6-homework-in-time']).toEqual({
      base: 'class_day_end',
      minutes: 90,
      graceMinutes: 15,
      lesson: 'auto',
      federalReference: true,
    })
  })

  test('a key that nobody knows is an error', () => {
    const known = (rules: object) => RegulationSchema.safeParse({ editions: [{ rules }] }).success
    expect(known({ '2.6-homework-in-time': { minutes: 60 } })).toBe(true)
    expect(known({ '2.6-homework-in-time': { minuts: 60 } })).toBe(false)
    expect(known({ '2.9': {} })).toBe(false)
  })

  test('every rule has its settings, and every key a Russian description', () => {
    expect(Object.keys(defaultRegulation.editions[0]?.rules ?? {})).toEqual(rules.map(rule => rule.id))
    for (const rule of rules) {
      for (const [key, schema] of Object.entries(rule.settings.shape)) {
        expect(`${key}: ${'description' in schema ? schema.description : ''}`).toMatch(/[а-яё]{4}/)
      }
    }
  })
})

describe('one name in every tree', () => {
  const files = (folder: string, ending: string) =>
    readdirSync(new URL(folder, root))
      .filter(file => file.endsWith(ending) && /^\d/.test(file))
      .map(file => file.slice(0, file.length - ending.length))
      .sort()
  const ids = rules.map(rule => rule.id)

  test('list, code, test, page and corpus of the rules agree', () => {
    expect(ids).toEqual(ids.toSorted())
    expect(files('src/regulation/rules/', '.ts')).toEqual(ids)
    expect(files('test/regulation/rules/', '.test.ts')).toEqual(ids)
    expect(files('docs/rules/', '.md')).toEqual(ids)
    expect(files('fixtures/rules/', '')).toEqual(ids)
  })

  test('every clause has a rule or a reason why it has none, and every rule its clause', () => {
    const numbers = [
      '1.1',
      '1.2',
      '2.1',
      '2.2',
      '2.3',
      '2.4',
      '2.5',
      '2.6',
      '2.7',
      '2.8',
      '2.9',
      '3',
      '4.1',
      '4.2',
      '4.3',
      '4.4',
    ]
    expect([...new Set(clauses.map(({ clause }) => clause))]).toEqual(numbers)
    expect(clauses.filter(clause => clause.rules.length === 0 && !clause.unchecked)).toEqual([])
    for (const rule of rules) {
      const naming = clauses.filter(clause => clause.rules.includes(rule.id))
      expect(naming.map(({ clause }) => clause)).toEqual([rule.clause])
    }
    expect(clauses.flatMap(clause => clause.rules).filter(id => !ids.includes(id))).toEqual([])
  })

  test('the page of a rule tells its title, its messages by name, and its settings', () => {
    for (const rule of rules) {
      const file = new URL(`docs/rules/${rule.id}.md`, root)
      const page = existsSync(file) ? readFileSync(file, 'utf8') : ''
      const wanted = [rule.title, ...Object.keys(rule.settings.shape).map(key => `\`${key}\``)]
      expect(wanted.filter(text => !page.includes(text))).toEqual([])
    }
  })
})
