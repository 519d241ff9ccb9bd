import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from '@jest/globals'
import { BridgeError } from '../../src/errors.js'
import { packageRoot } from '../../src/package-root.js'
import { loadVocabulary, notOffered, wordAdvice } from '../../src/vocabulary/index.js'

const vocabulary = loadVocabulary()
const folders: string[] = []

function mappingsWith(file: string, change: (text: string) => string): string {
  const folder = mkdtempSync(join(tmpdir(), 'mappings-'))
  folders.push(folder)
  cpSync(join(packageRoot, 'mappings'), folder, { recursive: true })
  writeFileSync(join(folder, file), change(readFileSync(join(folder, file), 'utf8')))
  return folder
}

function refusal(folder: string): BridgeError {
  try {
    loadVocabulary(folder)
  } catch (error) {
    if (error instanceof BridgeError) return error
    throw error
  }
  throw new Error('the mappings were accepted')
}

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true })
})

describe('lessons, attendance, periods', () => {
  test.each([
    [null, 'held'],
    ['', 'held'],
    ['Active', 'held'],
    ['normal', 'held'],
    ['CANCELLED', 'cancelled'],
    ['NotHeld', 'cancelled'],
    ['Postponed', 'unknown'],
    ['1', 'unknown'],
  ])('lesson status %p is %s', (word, status) => {
    expect(vocabulary.lessonStatus(word)).toBe(status)
  })

  test.each([
    ['Attend', 'present'],
    ['absent', 'absent'],
    ['Ill', 'ill'],
    ['Pass', 'excused'],
    ['Late', 'late'],
    ['NotSet', 'unset'],
    [null, 'unset'],
    ['Remote', 'unknown'],
  ])('attendance %p is %s', (word, status) => {
    expect(vocabulary.attendance(word)).toBe(status)
  })

  test.each([
    ['Quarter', 'quarter'],
    ['Semester', 'half-year'],
    ['HalfYear', 'half-year'],
    ['year', 'year'],
    [null, 'unknown'],
    ['Season', 'unknown'],
  ])('period type %p is %s', (word, type) => {
    expect(vocabulary.periodType(word)).toBe(type)
  })
})

describe('works', () => {
  test.each([
    ['CommonWork', null, 'lesson'],
    ['DefaultNewLessonWork', 'Работа на уроке', 'lesson'],
    ['CommonWork', 'Контрольная работа', 'written'],
    ['CommonWork', 'Письменная самостоятельная', 'written'],
    ['CommonWork', 'Входной тест', 'written'],
    ['CommonWork', 'Протест', 'lesson'],
    ['CommonWork', 'ЗАЧЕТ № 2', 'written'],
    ['LessonTestWork', 'Ответ на уроке', 'lesson'],
    ['LessonTestWork', 'Что-то своё', 'written'],
    ['LessonByHeart', null, 'lesson'],
    ['Homework', 'Контрольная домашняя', 'homework'],
    ['PeriodMark', 'Тест', 'final'],
    ['SomethingNew', 'Диктант', 'written'],
    ['SomethingNew', null, 'unknown'],
    [null, null, 'unknown'],
  ])('kind %p with title %p is %s', (kindWord, title, kind) => {
    expect(vocabulary.workKind({ kindWord, title, periodTypeWord: null })).toBe(kind)
  })

  test.each([
    ['CommonWork', 'Контрольный диктант', 'dictation'],
    ['LessonTestWork', 'Контрольная работа', 'control'],
    ['LessonTestWork', 'Входной тест', 'test'],
    ['LessonTestWork', 'Онлайн-тест', 'machine-test'],
    ['LessonTestWork', null, 'control'],
    ['LessonTestWork', ' ', 'control'],
    ['LessonExamination', 'ЗАЧЕТ', 'control'],
    ['LessonComposition', null, 'essay'],
    ['LessonComposition', 'Изложение', 'exposition'],
    ['CreativeWork', 'Творческая мастерская', 'creative'],
    ['CommonWork', 'Домашняя работа', 'notebook'],
    ['CommonWork', 'Письменный опрос', 'other'],
    ['LessonTestWork', 'Аудирование', 'unknown'],
  ])('kind %p with title %p is the written work %p', (kindWord, title, written) => {
    const words = { kindWord, title, periodTypeWord: null }
    expect(vocabulary.writtenKind(words)).toBe(written)
  })

  test('a work without a type that hangs on a period carries its final mark', () => {
    expect(vocabulary.workKind({ kindWord: null, title: null, periodTypeWord: 'Quarter' })).toBe('final')
    expect(vocabulary.workKind({ kindWord: 'New', title: null, periodTypeWord: 'Quarter' })).toBe('unknown')
  })
})

test.each([
  ['5', 'number'],
  ['4+', 'number'],
  ['3-', 'number'],
  ['4,25', 'number'],
  ['5/4', 'number'],
  ['н/а', 'not-attested'],
  ['Осв', 'exempt'],
  ['зачёт', 'passed'],
  ['зачет', 'passed'],
  ['незач', 'failed'],
  ['.', 'waiting'],
  ['УДВ', 'unknown'],
])('mark %p means %s', (value, meaning) => {
  expect(vocabulary.markMeaning(value)).toBe(meaning)
})

describe('bad mappings', () => {
  test('a school may add a word without touching code', () => {
    const folder = mappingsWith('lesson-status.yaml', text =>
      text.replace('  - Held\n', '  - Held\n  - Postponed\n'),
    )
    expect(loadVocabulary(folder).lessonStatus('postponed')).toBe('held')
  })

  test('an unknown meaning is refused with its place', () => {
    const folder = mappingsWith('attendance.yaml', text => `${text}sick: [Sick]\n`)
    const line = readFileSync(join(folder, 'attendance.yaml'), 'utf8').split('\n').indexOf('sick: [Sick]') + 1
    const error = refusal(folder)
    expect(error.code).toBe('CONFIG_INVALID')
    expect(error.message).toContain(`attendance.yaml:${line}:1`)
  })

  test('a word with two meanings is refused', () => {
    const folder = mappingsWith('attendance.yaml', text => text.replace('[Ill]', '[Ill, absent]'))
    const error = refusal(folder)
    expect(error.message).toMatch(/attendance\.yaml:\d+:\d+ .*absent.* уже есть/)
  })

  test('a number that is not quoted, and a meaning left out, are both named', () => {
    const folder = mappingsWith('period-types.yaml', text =>
      text.replace('[Quarter]', '[1]').replace(/^year:.*$/m, ''),
    )
    const error = refusal(folder)
    expect(error.message).toMatch(/quarter\.0: .*кавычки/)
    expect(error.message).toContain('year')
  })

  test('broken YAML and a missing file say which file', () => {
    expect(refusal(mappingsWith('marks.yaml', () => 'passed: [')).message).toContain('marks.yaml:1')
    const folder = mappingsWith('marks.yaml', text => text)
    rmSync(join(folder, 'marks.yaml'))
    expect(refusal(folder).message).toContain('marks.yaml')
  })
})

describe('what to write for a word that nobody translates', () => {
  test.each([
    ['attendance: Zombie', 'mappings/attendance.yaml', 'late: [Late, Zombie]'],
    ['lesson-status: Postponed', 'mappings/lesson-status.yaml', /^cancelled: \[.*Cancelled.*, Postponed\]$/],
    ['period-types: Semester7', 'mappings/period-types.yaml', /^module: \[.*, Semester7\]$/],
    ['work-types: Riddle', 'mappings/work-types.yaml', /^homework: \[Homework, Riddle\]$/],
    ['work-types: Шарада', 'mappings/work-types.yaml', 'dictation: [диктант, Шарада]'],
    ['marks: ?', 'mappings/marks.yaml', 'waiting: [".", "•", "?"]'],
  ])('%s', (unknown, file, line) => {
    const advice = wordAdvice(unknown)
    expect(advice.file).toBe(file)
    expect(advice.lines).toContainEqual(typeof line === 'string' ? line : expect.stringMatching(line))
  })

  test('a line that is followed gives the word its meaning', () => {
    const line = wordAdvice('marks: ?').lines.find(text => text.startsWith('waiting')) ?? ''
    const folder = mappingsWith('marks.yaml', text => text.replace(/^waiting: .*$/m, line))
    expect(loadVocabulary(folder).markMeaning('?')).toBe('waiting')
  })

  test('no line helps where the platform itself says that no mark can be so', () => {
    expect(wordAdvice(`marks: §${notOffered}`)).toMatchObject({ file: null, lines: [] })
  })
})
