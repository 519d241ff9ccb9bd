import { describe, expect, test } from '@jest/globals'
import { parseAnswer } from '../../src/dnevnik/index.js'
import type { Resource } from '../../src/journal/index.js'
import { aWindow, fixture, group } from './a-source.js'

function parsed(resource: Resource, body: string) {
  // Which fields there were is the mirror's business: test/mirror/lost-fields.test.ts.
  const { fields: _, ...answer } = parseAnswer(aWindow(resource), body)
  return answer
}

const clean = { quarantined: [], drift: [] }

describe('wire answers about the school and its year become records', () => {
  test('the class teacher of a class, or nobody', () => {
    expect(parsed('class-teacher', fixture('class-teacher'))).toEqual({
      ...clean,
      records: [
        {
          kind: 'class-teacher',
          id: `${group}:1000004956244`,
          classId: group,
          personId: '1000004956244',
          lastName: 'Петрова',
          firstName: 'Мария',
          middleName: 'Ивановна',
          shortName: 'Мария П.',
        },
      ],
    })
    for (const nobody of ['null', '{}']) expect(parsed('class-teacher', nobody).records).toEqual([])
  })

  test('values that marks may have, by type, as words or as objects', () => {
    const { records, quarantined, drift } = parsed('mark-values', fixture('mark-values'))
    expect(records).toHaveLength(8)
    expect(records[6]).toMatchObject({ id: 'mark5:5+', markTypeWord: 'mark5', value: '5+' })
    expect(records[7]).toMatchObject({ id: 'markna:н/а', value: 'н/а' })
    expect({ quarantined, drift }).toEqual({ quarantined: [], drift: [] })
    expect(parsed('mark-values', '{"mark5":"5"}').quarantined[0]?.path).toBe('.mark5')
  })

  test('classes and subgroups, with the class that a subgroup belongs to', () => {
    const common = { kind: 'group', studyYear: 2026, parallel: 7, active: true }
    expect(parsed('groups', fixture('edu-groups'))).toEqual({
      ...clean,
      records: [
        { ...common, id: '2260325488551003872', groupKind: 'class', parentIds: [], name: '7-А' },
        {
          ...common,
          id: '2260325488551003999',
          groupKind: 'subgroup',
          parentIds: ['2260325488551003872'],
          name: '7-А/англ. 1',
        },
        {
          kind: 'group',
          id: '1343883032131044633',
          groupKind: 'class',
          parentIds: [],
          name: '11-Б',
          parallel: null,
          studyYear: 2025,
          active: false,
        },
      ],
    })
  })

  test('teachers in both casings', () => {
    expect(parsed('teachers', fixture('teachers'))).toEqual({
      ...clean,
      records: [
        {
          kind: 'teacher',
          id: '1000004956244',
          userId: '1000004956245',
          lastName: 'Петрова',
          firstName: 'Анна',
          middleName: 'Ивановна',
          shortName: 'Анна П.',
        },
        {
          kind: 'teacher',
          id: '1000004956300',
          userId: null,
          lastName: 'Ёлкин',
          firstName: 'Пётр',
          middleName: null,
          shortName: null,
        },
      ],
    })
  })

  test('subjects of the school and of a class', () => {
    const algebra = { name: 'Алгебра', halfYear: false }
    const defence = { name: 'ОБЗР', halfYear: true }
    expect(parsed('subjects', fixture('subjects'))).toEqual({
      ...clean,
      records: [
        { kind: 'subject', id: '1343883032131044633', ...algebra },
        { kind: 'subject', id: '1343883032131044634', ...defence },
      ],
    })
    expect(parsed('class-subjects', fixture('subjects')).records[1]).toEqual({
      kind: 'class-subject',
      id: `${group}:1343883032131044634`,
      classId: group,
      subjectId: '1343883032131044634',
      ...defence,
    })
  })

  test('work types in their long and short form', () => {
    expect(parsed('work-types', fixture('work-types'))).toEqual({
      ...clean,
      records: [
        {
          kind: 'work-type',
          id: '1343883032131050001',
          kindWord: 'LessonTestWork',
          title: 'Контрольная работа',
          abbreviation: 'К/р',
        },
        { kind: 'work-type', id: '17', kindWord: 'CommonWork', title: 'Ответ на уроке', abbreviation: 'О' },
      ],
    })
  })

  test('members, with and without a surname', () => {
    const { records, ...rest } = parsed('members', fixture('persons'))
    expect(rest).toEqual(clean)
    expect(records).toEqual([
      {
        kind: 'member',
        id: `${group}:1000006000001`,
        groupId: group,
        personId: '1000006000001',
        lastName: null,
        firstName: null,
        middleName: null,
        shortName: 'Мира В.',
      },
      expect.objectContaining({ personId: '1000006000002', lastName: 'Вымышленный', middleName: 'Игоревич' }),
    ])
  })

  test('periods once, though both answers list them, and holidays', () => {
    const body = `[${fixture('reporting-periods')},${fixture('reporting-period-group')}]`
    expect(parsed('periods', body)).toEqual({
      ...clean,
      records: [
        {
          kind: 'period',
          id: `${group}:2392148420039838001`,
          periodId: '2392148420039838001',
          classId: group,
          number: 1,
          typeWord: 'Quarter',
          name: '1 четверть',
          start: '2026-09-01',
          finish: '2026-10-25',
        },
        {
          kind: 'holiday',
          id: `${group}:2392148420039830007`,
          classId: group,
          name: 'Осенние каникулы',
          start: '2026-10-26',
          finish: '2026-11-01',
        },
      ],
    })
  })

  test('periods alone, where the platform gave no holidays', () => {
    const { records } = parsed('periods', `[${fixture('reporting-periods')}]`)
    expect(records.map(record => record.kind)).toEqual(['period'])
  })

  test('bells: times and weekdays in every spelling, breaks left out', () => {
    const bell = { kind: 'bell', classId: group }
    const expected = [
      {
        ...bell,
        id: `${group}:1:123:08:30`,
        lessonNumber: 1,
        start: '08:30',
        finish: '09:15',
        weekdays: [1, 2, 3],
      },
      {
        ...bell,
        id: `${group}:1:457:08:40`,
        lessonNumber: 1,
        start: '08:40',
        finish: '09:20',
        weekdays: [4, 5, 7],
      },
      { ...bell, id: `${group}:2::09:25`, lessonNumber: 2, start: '09:25', finish: '10:10', weekdays: [] },
    ]
    expect(parsed('bells', fixture('timetables'))).toEqual({ ...clean, records: expected })
    expect(parsed('bells', `[${fixture('timetables')}]`)).toEqual({ ...clean, records: expected })
  })
})
