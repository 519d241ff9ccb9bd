import { briefingHeld } from '../../../src/regulation/rules/4.2-briefing-held.js'
import { testRule } from '../rule-tester.js'

testRule(briefingHeld, [
  { kind: 'none', title: 'days without the yearly term', from: '2026-10-01', to: '2027-05-31' },
  {
    kind: 'kept',
    title: 'a day of spring belongs to the study year that began in autumn',
    from: '2027-01-01',
    to: '2027-01-31',
    asOf: '2027-02-01 12:00',
    settings: { due: '01-15' },
    briefings: [
      { year: '2026-2027', on: '2026-09-02' },
      { year: '2027-2028', on: '2027-01-10' },
    ],
    expect: [{ part: '2026-2027', date: '2027-01-15', says: '2026-2027 учебный год' }],
  },
  {
    kind: 'kept',
    title: 'a day of summer belongs to the study year that begins after it',
    from: '2026-06-01',
    to: '2026-08-31',
    asOf: '2026-09-01 12:00',
    settings: { due: '08-31' },
    briefings: [{ year: '2026-2027', on: '2026-08-28' }],
    expect: [{ part: '2026-2027', date: '2026-08-31', says: '2026-2027 учебный год' }],
  },
  {
    kind: 'kept',
    title: 'June is summer too',
    from: '2026-06-01',
    to: '2027-05-31',
    asOf: '2027-06-01 12:00',
    settings: { due: '06-01' },
    briefings: [{ year: '2026-2027', on: '2026-06-01' }],
    expect: [{ part: '2026-2027', date: '2026-06-01' }],
  },
  {
    kind: 'kept',
    title: 'the last day of May is of the year that is ending',
    from: '2027-05-01',
    to: '2027-05-31',
    asOf: '2027-06-01 12:00',
    settings: { due: '05-31' },
    briefings: [{ year: '2026-2027', on: '2027-05-31' }],
    expect: [{ part: '2026-2027', date: '2027-05-31' }],
  },
  {
    kind: 'unproven',
    title: 'two years each have their own sheet',
    from: '2026-09-01',
    to: '2027-09-30',
    asOf: '2027-10-01 12:00',
    briefings: [{ year: '2026-2027', on: '2026-10-02', all: false }],
    expect: [
      { part: '2026-2027', reason: 'unproven-unsigned', says: '02.10.2026' },
      { part: '2027-2028', reason: 'unproven-not-stated' },
    ],
  },
])
