import type { Wire } from './json.js'

/** Vocabularies of the platform that every school shares. */

const marks5 = ['1', '2', '3', '4', '5'].flatMap(value => [`${value}-`, value, `${value}+`])

export const markValues: Readonly<Record<string, readonly string[]>> = {
  mark5: marks5,
  mark6: ['1', '2', '3', '4', '5', '6'],
  mark7: ['1', '2', '3', '4', '5', '6', '7'],
  mark10: Array.from({ length: 10 }, (_, index) => String(index + 1)),
  mark12: Array.from({ length: 12 }, (_, index) => String(index + 1)),
  mark100: Array.from({ length: 101 }, (_, index) => String(index)),
  markabcdf: ['A', 'B', 'C', 'D', 'F'],
  test: ['зач', 'незач'],
  markna: ['н/а'],
  markdismiss: ['осв'],
}

export const attendanceStatuses: Wire = ['Attend', 'Absent', 'Ill', 'Late', 'Pass']
