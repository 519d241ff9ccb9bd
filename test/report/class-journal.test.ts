import { describe, expect, test } from '@jest/globals'
import type { ClassJournal } from '../../src/report/index.js'
import { journalLines, journalSubstance } from '../../src/report/index.js'
import { aJournal, aLesson, aMark, aMembership, anEntry, aPerson, aWork } from '../support/class-journal.js'
import { aFinalMark, moscow, partialCoverage } from '../support/report.js'

function records(journal: ClassJournal): Record<string, unknown>[] {
  return journalLines(journal)
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line))
}

const ofKind = (journal: ClassJournal, kind: string) =>
  records(journal).filter(({ record }) => record === kind)

describe('what stands in the journal', () => {
  test('lessons by time, each with its newest topic, homework, marks by work, and letters', () => {
    const journal = aJournal({
      slice: {
        lessons: [aLesson('4002', '2026-09-02'), aLesson('4001', '2026-09-01', { number: 3 })],
        works: [
          aWork('7001', '4001', { kind: 'written', written: 'control' }),
          aWork('7002', '4001', { targetDate: '2026-09-02' }),
        ],
        marks: [
          aMark('8001', '4001', '2000', '4'),
          aMark('8002', '4001', '2000', '5', { workId: '7001', workKind: 'written', written: 'control' }),
        ],
        attendance: [anEntry('4001', '2001', 'absent')],
      },
    })
    const lessons = journal.sections.find(({ subject }) => subject.id === '500')?.lessons
    expect(lessons?.map(({ id }) => id)).toEqual(['4001', '4002'])
    expect(lessons?.[0]).toMatchObject({
      topic: 'Степень',
      teachers: ['Петрова М. И.'],
      works: [
        { id: null, kind: 'lesson' },
        { id: '7001', written: 'control' },
      ],
      homework: [{ text: '§ 12, № 5', due: '2026-09-02' }],
      marks: [
        { work: 0, value: '4' },
        { work: 1, value: '5' },
      ],
      attendance: [{ pupil: '2001', status: 'absent' }],
    })
  })

  test('lessons of other days and classes stay away, and so do pupils of another class', () => {
    const journal = aJournal({
      change: directory => ({
        ...directory,
        members: [
          ...directory.members,
          { groupId: '72', person: aPerson('77', 'Чужой', null, null), left: false },
        ],
      }),
      slice: {
        lessons: [
          aLesson('1', '2026-08-31'),
          aLesson('2', '2026-10-27'),
          aLesson('3', '2026-09-01', { classId: '72' }),
          aLesson('4', '2026-09-01'),
        ],
        marks: [aMark('8', '4', '77', '2'), aMark('9', '4', '2000', '5')],
      },
    })
    expect(ofKind(journal, 'lesson').map(({ id }) => id)).toEqual(['4'])
    expect(ofKind(journal, 'mark').map(({ id }) => id)).toEqual(['9'])
  })

  test('nothing of an unknown pupil, subject or lesson is lost', () => {
    const journal = aJournal({
      slice: {
        lessons: [aLesson('4001', '2026-09-01', { subjectId: null })],
        marks: [aMark('8', '4001', '9', '5'), aMark('9', '404', '2000', '2')],
        attendance: [anEntry('404', '2000', 'ill')],
        finalMarks: [aFinalMark('2001', '8', '901', '4')],
      },
    })
    expect(journal.sections.map(({ subject }) => subject.name)).toEqual([
      'Литература',
      'Предмет не указан',
      'Предмет № 8',
      'Русский язык',
    ])
    expect(journal.pupils.find(({ id }) => id === '9')?.name).toBe('№ 9')
    expect(ofKind(journal, 'journal')).toMatchObject([
      {
        complete: false,
        completeness: 'прочитано не полностью',
        marksWithoutLesson: 1,
        attendanceWithoutLesson: 1,
      },
    ])
  })

  test('a subgroup has its own page and its own pupils; a guest’s marks stand in the other class', () => {
    const journal = aJournal({
      pupils: 4,
      slice: {
        lessons: [aLesson('4001', '2026-09-01', { groupId: '711' })],
        memberships: [
          ...['2000', '2001', '2002', '2003'].map(id => aMembership('71', id)),
          aMembership('711', '2000'),
          aMembership('711', '77'),
        ],
        marks: [aMark('8', '4001', '2003', '4')],
        finalMarks: [aFinalMark('2001', '500', '901', '5')],
      },
    })
    const pages = journal.sections.filter(({ subject }) => subject.id === '500')
    expect(pages).toMatchObject([
      // Who has a final mark and is in no subgroup isn't forgotten.
      { group: null, pupils: ['2001'], lessons: [] },
      { group: { id: '711', name: '7А (англ. 1)' }, pupils: ['2000', '2003'], guests: 1, membersKnown: true },
    ])
  })

  test('where nobody read who is in a subgroup, the whole class stands there and the journal says so', () => {
    const journal = aJournal({ slice: { lessons: [aLesson('4001', '2026-09-01', { groupId: '711' })] } })
    const [page] = journal.sections.filter(({ group }) => group !== null)
    expect(page).toMatchObject({ membersKnown: false })
    expect(page?.pupils).toHaveLength(3)
  })

  test('who came and who left is told by our own looks', () => {
    const [first, second] = ['2026-09-20T12:00', '2026-10-05T12:00'].map(moscow) as [number, number]
    const bracket = { absentAt: first, presentAt: second }
    const journal = aJournal({
      slice: {
        memberships: [
          aMembership('71', '2000', { joined: bracket }),
          aMembership('71', '2001', { left: bracket }),
        ],
      },
    })
    expect(ofKind(journal, 'pupil').flatMap(({ id, stays }) => (id === '2002' ? [] : [[id, stays]]))).toEqual(
      [
        ['2001', [{ joined: null, left: { seen: '2026-09-20', absent: '2026-10-05' } }]],
        ['2000', [{ joined: { absent: '2026-09-20', seen: '2026-10-05' }, left: null }]],
      ],
    )
  })

  test('final marks of the year follow those of its periods; a period’s journal has its own only', () => {
    const finalMarks = [aFinalMark('2000', '500', '901', '5'), aFinalMark('2000', '500', null, '4')]
    const of = (periodId: string | null, to: string) =>
      aJournal({ periodId, to, slice: { finalMarks } }).periods.map(({ name }) => name)
    expect(of(null, '2026-11-20')).toEqual(['1 четверть', '2 четверть', 'Годовая'])
    expect(of('901', '2026-10-26')).toEqual(['1 четверть'])
  })

  test('an unknown class or period is refused with those that are', () => {
    expect(() => aJournal({ classId: '5' })).toThrow('Класса с номером 5 в школе нет.')
    expect(() => aJournal({ periodId: '5' })).toThrow('нет отчётного периода с номером 5')
  })
})

describe('the journal as lines', () => {
  test('tell what they are first, how many they were last, and keep texts as they are', () => {
    const text = 'Ёлки & <ели>, «№ 5»\n\u2028№ 6'
    const journal = aJournal({
      coverage: partialCoverage,
      slice: { lessons: [aLesson('4001', '2026-09-01', { topicText: text })] },
    })
    const lines = journalLines(journal).split('\n')
    expect(Object.keys(JSON.parse(lines[0] ?? '')).slice(0, 5)).toEqual([
      'record',
      'format',
      'source',
      'school',
      'class',
    ])
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      source: 'ИС «Дневник.ру»',
      complete: false,
      gaps: partialCoverage.gaps,
      quarantined: 4,
    })
    expect(JSON.parse(lines.at(-2) ?? '')).toEqual({ record: 'end', lines: lines.length - 2 })
    expect(lines.at(-1)).toBe('')
    expect(ofKind(journal, 'lesson')).toMatchObject([{ topic: text }])
  })

  test('read at another moment it is the same journal, with another mark it isn’t', () => {
    const substance = (changes: Parameters<typeof aJournal>[0]) =>
      journalSubstance(journalLines(aJournal(changes)))
    expect(substance({ asOf: moscow('2026-11-01T07:00'), checkpoint: null })).toBe(substance({}))
    expect(substance({ coverage: partialCoverage })).not.toBe(substance({}))
    expect(substance({ slice: { marks: [aMark('8', '4001', '2000', '5')] } })).not.toBe(substance({}))
  })
})
