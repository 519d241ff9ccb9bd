import type { Fault, FaultKind } from '../../src/sandbox/index.js'
import type { Honesty } from './honesty.js'

/** A kind of fault as it is tried, and what is owed under it. */
export interface Trial {
  readonly name: string
  readonly kind: FaultKind
  readonly words: Partial<Fault>
  readonly honesty: Honesty
  /** Only in a school that has been read once nobody is taken in. */
  readonly needsKnowledge: boolean
}

const exact: Honesty = { guarantee: 'exact', unknowable: [], identityOnly: [] }

function trial(kind: FaultKind, words: Partial<Fault> = {}): Trial {
  const name = [kind, ...Object.values(words)].join(' ')
  return { name, kind, words, honesty: exact, needsKnowledge: false }
}

/** No fault on the way, and no refusal in whatever form, may make the mirror say what isn't so. */
const onTheWay: readonly Trial[] = [
  trial('rate-limit'),
  trial('rate-limit', { retryAfter: 'date' }),
  trial('rate-limit', { retryAfter: 'none' }),
  trial('rate-limit-433'),
  trial('rate-limit-433', { retryAfter: 2 }),
  trial('rate-limit-200'),
  trial('rate-limit-200', { retryAfter: 1 }),
  trial('server-error'),
  trial('server-error', { status: 503 }),
  trial('error-200'),
  trial('html-200'),
  trial('html-error'),
  trial('token-dead'),
  trial('reset'),
  trial('hang'),
  trial('hang-body'),
  trial('slow'),
  trial('truncated'),
  trial('corrupted'),
]

/** Good answers to something else. */
const inTheContent: readonly Trial[] = [
  {
    ...trial('wrong-class'),
    // Their answers name no class and no pupil: another class's can't be told from the class's own by anybody.
    honesty: { ...exact, unknowable: ['class-subjects', 'class-teacher', 'periods', 'bells'] },
    needsKnowledge: true,
  },
  {
    ...trial('drift'),
    honesty: {
      ...exact,
      // The names of its fields are themselves the words that it lists.
      unknowable: ['mark-values'],
      // Whether surnames are shown depends on who asks.
      identityOnly: ['members', 'teachers', 'class-teacher'],
    },
    needsKnowledge: true,
  },
  // What a list leaves out without a word was perhaps never there; only a great loss is doubted.
  { ...trial('half'), honesty: { ...exact, guarantee: 'present' }, needsKnowledge: false },
  { ...trial('stale'), honesty: { ...exact, guarantee: 'late' }, needsKnowledge: false },
]

export const trials: readonly Trial[] = [...onTheWay, ...inTheContent]
