import { z } from 'zod'
import { ManualClock } from '../../src/clock.js'
import { type Sandbox, type SandboxOptions, startSandbox } from '../../src/sandbox/index.js'

/** A client of a few lines, on purpose not the product's: what it reads is what the wire says. */

export interface Answer {
  readonly status: number
  readonly type: string | null
  readonly headers: Headers
  readonly text: string
}

export interface Asking {
  readonly sandbox: Sandbox
  readonly clock: ManualClock
  at(moment: string | number): void
  raw(path: string, init?: RequestInit): Promise<Answer>
  /** Bare integers of 16 digits and more become texts. */
  read<T>(path: string, shape: z.ZodType<T>, init?: RequestInit): Promise<T>
}

export async function ask(
  options: Partial<Omit<SandboxOptions, 'clock'>> & { readonly now?: string } = {},
): Promise<Asking> {
  const { now = '2026-11-22T12:00:00+03:00', ...rest } = options
  const clock = new ManualClock(Date.parse(now))
  const sandbox = await startSandbox({
    seed: 7,
    classes: 3,
    from: '2026-11-16',
    to: '2026-11-22',
    ...rest,
    clock,
  })
  async function raw(path: string, init: RequestInit = {}): Promise<Answer> {
    const url = path.startsWith('/') ? `${sandbox.url}${path}` : `${sandbox.url}/v2/${path}`
    const response = await fetch(url, {
      ...init,
      headers: { 'Access-Token': sandbox.token, ...init.headers },
    })
    const { status, headers } = response
    return { status, type: headers.get('content-type'), headers, text: await response.text() }
  }
  return {
    sandbox,
    clock,
    at: moment => clock.set(typeof moment === 'number' ? moment : Date.parse(moment)),
    raw,
    async read(path, shape, init) {
      const answer = await raw(path, init)
      if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${answer.text}`)
      return shape.parse(JSON.parse(quoteIds(answer.text)))
    },
  }
}

export function quoteIds(json: string): string {
  return json.replace(/(?<=[[:,])\d{16,19}(?=[,\]}])/g, '"$&"')
}

const Work = z.object({
  id: z.string(),
  type: z.string(),
  lesson: z.string().nullable(),
  text: z.string().nullable(),
  status: z.string(),
  sentDate: z.string().nullable(),
  targetDate: z.string().nullable(),
  createdBy: z.number(),
})
export const Lessons = z.array(
  z.object({
    id: z.string(),
    title: z.string().nullable(),
    date: z.string(),
    number: z.number(),
    subject: z.object({ id: z.string(), name: z.string(), halfYear: z.boolean() }),
    group: z.string(),
    status: z.string(),
    works: z.array(Work),
    teachers: z.array(z.number()),
  }),
)
export type WireLesson = z.infer<typeof Lessons>[number]
export const Marks = z.array(
  z.object({
    id: z.string(),
    person: z.number(),
    work: z.string(),
    lesson: z.string().nullable(),
    value: z.string(),
    date: z.string(),
  }),
)
export const Entries = z.array(
  z
    .object({ person: z.number(), lesson: z.string(), status: z.string(), createdDate: z.string() })
    .nullable(),
)
export const Groups = z.array(
  z.object({
    id: z.string(),
    type: z.enum(['Group', 'Subgroup']),
    name: z.string(),
    parallel: z.number(),
    parentIds: z.array(z.string()).nullable(),
  }),
)
export const Persons = z.array(z.object({ id: z.number(), lastName: z.string() }))
export const Bells = z.object({
  Items: z.array(
    z.object({
      Start: z.string(),
      Finish: z.string(),
      DaysOfWeek: z.array(z.string()),
      LessonNumber: z.number(),
    }),
  ),
})
export const FinalMarks = z.array(
  z.object({
    person: z.number(),
    group: z.string(),
    reportingPeriod: z.string().nullable(),
    'per-subject-final-marks': z.array(
      z.object({
        subject: z.string(),
        'final-mark': z.object({ id: z.string(), value: z.string(), date: z.string() }).nullable(),
      }),
    ),
  }),
)

export async function classesOf({ read, sandbox }: Asking) {
  const groups = await read(`schools/${sandbox.school.id}/edu-groups`, Groups)
  return groups.filter(group => group.type === 'Group')
}

export async function firstClass(asking: Asking): Promise<string> {
  const [first] = await classesOf(asking)
  if (first === undefined) throw new Error('a school without classes')
  return first.id
}
