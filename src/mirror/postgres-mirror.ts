import type { DatabaseHandle } from '../database/index.js'
import type { ClassGroup, Id } from '../journal/index.js'
import type { Vocabulary } from '../vocabulary/index.js'
import { readActs } from './acts.js'
import { readChainOfLooks } from './chain-of-looks.js'
import { readChanges } from './changes.js'
import { readClassAt } from './class-at.js'
import { readClassDays } from './class-days.js'
import { medianSkew } from './clock-skew.js'
import { readCoverage, readWindows } from './coverage.js'
import { readFirstDeed, readWorksBy } from './deeds.js'
import { readDifference } from './difference.js'
import { calendarFactsNow, directoryNow } from './directory.js'
import { readDrift } from './drift.js'
import { dropBodies } from './drop-bodies.js'
import { createListKeeper, type Snapshot } from './kept-lists.js'
import { readMentions } from './mentions.js'
import type { Mirror } from './mirror.js'
import { readNeighbours } from './neighbours.js'
import { readOutages } from './outages.js'
import { readQuarantine, readQuarantineProblems } from './quarantine.js'
import { createReadingAhead } from './reading.js'
import { type Recorder, recordFailedLook, recordLook } from './record-look.js'
import { replay } from './replay.js'
import { readSlice } from './slice.js'
import { openSlices } from './slices.js'
import { looksState } from './state.js'
import { readStats } from './stats.js'
import { createFieldMemory } from './steady-fields.js'
import { readTaught, readTimetable } from './timetable.js'
import { createUnchangedLooks } from './unchanged.js'
import {
  knownStates,
  lastComplete,
  lastLook,
  lessonIds,
  lessonSubjects,
  looks,
  newestLook,
  unknownWorks,
} from './window-states.js'

export interface MirrorOptions {
  /** Whether the year of a class ends with exams, so that their marks are missing where nobody read them. */
  readonly hasExams: (school: Id, group: ClassGroup) => boolean
}

/** The mirror in PostgreSQL (schema `mirror`). The vocabulary is asked when a journal is read, never when it is kept. */
export function createMirror(
  handle: DatabaseHandle,
  vocabulary: Vocabulary,
  options: MirrorOptions = { hasExams: () => false },
): Mirror {
  const db = handle.kysely
  const recorder: Recorder = {
    handle,
    unchanged: createUnchangedLooks(handle),
    ahead: createReadingAhead(),
    fields: createFieldMemory(),
  }

  const keeper = createListKeeper()

  /** The same with the school's lists of that state. */
  function withLists<T>(school: Id, read: (snapshot: Snapshot) => Promise<T>): Promise<T> {
    return consistent(async snapshot => read({ db: snapshot, lists: await keeper.read(snapshot, school) }))
  }

  /** All queries of one reading see the same state, whatever is recorded meanwhile. */
  function consistent<T>(read: (snapshot: typeof db) => Promise<T>): Promise<T> {
    return db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(read)
  }

  return {
    recordLook: (window, answer) => recordLook(recorder, window, answer),
    recordFailedLook: (window, ...facts) => recordFailedLook(handle, window, ...facts),
    lastComplete: window => lastComplete(db, window),
    looks: window => looks(db, window),
    lastLook: window => lastLook(db, window),
    chain: (school, windowKey) => readChainOfLooks(db, school, windowKey),
    quarantine: school => readQuarantine(db, school),
    quarantineProblems: school => readQuarantineProblems(db, school),
    replay: request => replay(handle, request),
    dropBodies: request => dropBodies(db, request),
    difference: request =>
      withLists(request.school, snapshot => readDifference(snapshot, vocabulary, request)),
    stats: school => consistent(snapshot => readStats(snapshot, school)),
    state: school => looksState(db, school),
    newestLook: school => newestLook(db, school),
    lessonIds: (school, classId, week) =>
      lessonIds(db, { school, resource: 'lessons', group: classId, week }),
    lessonSubjects: (school, classId, week) =>
      lessonSubjects(db, { school, resource: 'lessons', group: classId, week }),
    neighbours: (school, classId) => readNeighbours(db, school, classId),
    unknownWorks: (school, classId, ids) => unknownWorks(db, { school, classId, ids }),
    clockSkew: (school, since) => medianSkew(db, school, since),
    drift: school => readDrift(db, school),
    directory: school =>
      withLists(school, async ({ db: snapshot, lists }) =>
        directoryNow(lists, { school, vocabulary, at: await newestLook(snapshot, school) }),
      ),
    calendarFacts: school => withLists(school, async ({ lists }) => calendarFactsNow(lists)),
    outages: school => readOutages(db, school),
    timetable: request => readTimetable(db, vocabulary, request),
    taught: request => readTaught(db, request),
    firstDeed: request => withLists(request.school, snapshot => readFirstDeed(snapshot, request)),
    worksBy: request => withLists(request.school, snapshot => readWorksBy(snapshot, request)),
    mentions: windows => readMentions(db, windows),
    slice: (request, timeZone, signal) =>
      withLists(request.school, snapshot => readSlice(snapshot, vocabulary, request, { timeZone, signal })),
    slices: (request, how, use) =>
      withLists(request.school, async snapshot => use(await openSlices(snapshot, vocabulary, request, how))),
    acts: (request, timeZone) =>
      withLists(request.school, snapshot => readActs(snapshot, vocabulary, request, timeZone)),
    states: (school, windows) => knownStates(db, school, windows),
    windows: request => withLists(request.school, snapshot => readWindows(snapshot, vocabulary, request)),
    classAt: (request, timeZone) =>
      withLists(request.school, snapshot => readClassAt(snapshot, vocabulary, request, timeZone)),
    classDays: request => readClassDays(db, vocabulary, request),
    changes: request => readChanges(db, vocabulary, request),
    coverage(request) {
      const hasExams = (group: ClassGroup) => options.hasExams(request.school, group)
      return withLists(request.school, snapshot => readCoverage(snapshot, { vocabulary, hasExams }, request))
    },
  }
}
