import { describe, expect, test } from '@jest/globals'
import { type Grant, type Permission, type Role, reachOf } from '../../src/people/index.js'

const viewer = (...grants: readonly Grant[]) => ({ account: 'a', name: 'Петрова М. И.', grants })
const grant = (role: Role, school: string | null = '1', person: string | null = null) => ({
  role,
  school,
  person,
})

describe('how far a viewer may look', () => {
  test('a class teacher reaches the own class and decides nothing', () => {
    const teacher = viewer(grant('class-teacher', '1', '71'))
    expect(reachOf(teacher, 'see-journal', '1')).toEqual({ kind: 'own', classesOf: '71', lessonsOf: null })
    for (const needs of ['decide', 'resync', 'see-archive', 'change-settings', 'manage-people'] as const)
      expect(reachOf(teacher, needs, '1')).toBeNull()
  })
  test('a role in one school opens nothing of another, nor of the installation', () => {
    const deputy = viewer(grant('deputy', '1'))
    expect(reachOf(deputy, 'see-findings', '1')).toEqual({ kind: 'whole' })
    expect(reachOf(deputy, 'see-findings', '2')).toBeNull()
    expect(reachOf(viewer(grant('administrator', '1')), 'operate-queues', null)).toBeNull()
    expect(reachOf(viewer(grant('administrator', null)), 'operate-queues', null)).toEqual({ kind: 'whole' })
  })
  test('two roles give what both give', () => {
    const both = viewer(grant('class-teacher', '1', '71'), grant('subject-teacher', '1', '71'))
    expect(reachOf(both, 'see-findings', '1')).toEqual({ kind: 'own', classesOf: '71', lessonsOf: '71' })
    expect(reachOf(both, 'see-sheets', '1')).toEqual({ kind: 'own', classesOf: '71', lessonsOf: null })
    const deputyToo = viewer(...both.grants, grant('deputy', '1'))
    expect(reachOf(deputyToo, 'see-findings', '1')).toEqual({ kind: 'whole' })
  })
  test('who installs the program sees neither findings nor journals, and the office no pupil', () => {
    const pupils: readonly Permission[] = ['see-journal', 'see-sheets', 'read-archive', 'see-findings']
    for (const role of ['administrator', 'office'] as const)
      for (const needs of pupils) expect(reachOf(viewer(grant(role, null)), needs, '1')).toBeNull()
  })
})
