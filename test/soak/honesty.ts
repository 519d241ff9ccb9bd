import type { Resource } from '../../src/journal/index.js'
import type { MirroredVersion, MirroredWindow } from './mirrored.js'
import type { Contents, TruthOfSchool } from './truth.js'

/**
 * What a mirror owes whoever reads it, under a fault:
 *
 * - `exact`: whatever it claims is the truth. At each look that it holds for whole, the window was so and not otherwise;
 *   each version came and went within its evidence interval.
 * - `present`: whatever stands was there when it was seen, and with that content. What is missing from an answer that is
 *   whole in form can't be known to be missing.
 * - `late`: whatever stands was there when it was seen or `lateMs` before, because a cache may give an old answer again.
 */
export type Guarantee = 'exact' | 'present' | 'late'

export interface Honesty {
  readonly guarantee: Guarantee
  /** Of these nobody can tell a wrong answer from a right one. */
  readonly unknowable: readonly Resource[]
  /** Who is there is certain, but not what he is called. */
  readonly identityOnly: readonly Resource[]
}

export const lateMs = 24 * 3_600_000

/** Where the mirror says what isn't so; each problem in words. */
export async function lies(
  windows: readonly MirroredWindow[],
  truth: TruthOfSchool,
  { guarantee, unknowable, identityOnly }: Honesty,
): Promise<string[]> {
  const problems: string[] = []
  for (const whole of windows) {
    const { resource } = whole.window
    if (unknowable.includes(resource)) continue
    const namesOnly = identityOnly.includes(resource)
    const mirrored = namesOnly ? withoutContent(whole) : whole
    const at = async (now: number) => {
      const contents = await truth.at(mirrored.window, now)
      return namesOnly ? new Map([...contents.keys()].map(name => [name, ''])) : contents
    }
    for (const version of mirrored.versions) {
      const found = await liesOfVersion(version, at, guarantee, isBeside(mirrored, version.name))
      problems.push(...found.map(problem => `${mirrored.key} ${version.name}: ${problem}`))
    }
    if (guarantee !== 'exact') continue
    for (const { askedAt } of mirrored.looks.filter(look => look.whole)) {
      const found = differences(standingAt(mirrored, askedAt), await at(askedAt), mirrored)
      problems.push(...found.map(problem => `${mirrored.key} at ${text(askedAt)}: ${problem}`))
    }
  }
  return problems
}

/** Windows whose records, as they stand, aren't those of the moment. */
export async function unequal(
  windows: readonly MirroredWindow[],
  truth: TruthOfSchool,
  now: number,
): Promise<string[]> {
  const problems: string[] = []
  for (const mirrored of windows) {
    const standing = mirrored.versions.filter(version => version.endedAt === null)
    const found = differences(contentsOf(standing), await truth.at(mirrored.window, now), mirrored)
    problems.push(...found.map(problem => `${mirrored.key}: ${problem}`))
  }
  return problems
}

/** Works come beside marks only as long as no lesson is known to hold them, so their absence there says nothing. */
function isBeside({ window }: MirroredWindow, name: string): boolean {
  return window.resource === 'marks' && name.startsWith('work/')
}

async function liesOfVersion(
  version: MirroredVersion,
  at: (now: number) => Promise<Contents>,
  guarantee: Guarantee,
  beside: boolean,
): Promise<string[]> {
  const { name, hash, absentAt, presentAt, endedAfter, endedAt, gone } = version
  const wasThere = async (now: number) => (await at(now)).get(name) === hash
  const seen = (await wasThere(presentAt)) || (guarantee === 'late' && (await wasThere(presentAt - lateMs)))
  const problems = seen ? [] : [`never was so, seen ${text(presentAt)}`]
  if (guarantee !== 'exact' || beside) return problems
  if (absentAt !== null && hash !== '' && (await wasThere(absentAt)))
    problems.push(`was there before, ${text(absentAt)}`)
  if (endedAt !== null && (await wasThere(endedAt)))
    problems.push(`${gone ? 'gone' : 'changed'}, and still so ${text(endedAt)}`)
  if (endedAfter !== null && !(await wasThere(endedAfter)))
    problems.push(`wasn’t so any more, ${text(endedAfter)}`)
  return problems
}

function withoutContent(mirrored: MirroredWindow): MirroredWindow {
  const versions = mirrored.versions.map(version => {
    const { gone, endedAfter, endedAt } = version
    return { ...version, hash: '', endedAfter: gone ? endedAfter : null, endedAt: gone ? endedAt : null }
  })
  return { ...mirrored, versions }
}

function standingAt({ versions }: MirroredWindow, now: number): Contents {
  return contentsOf(
    versions.filter(({ presentAt, endedAt }) => presentAt <= now && (endedAt === null || endedAt > now)),
  )
}

function contentsOf(versions: readonly MirroredVersion[]): Contents {
  return new Map(versions.map(({ name, hash }) => [name, hash]))
}

function differences(mirrored: Contents, truth: Contents, window: MirroredWindow): string[] {
  const names = [...new Set([...mirrored.keys(), ...truth.keys()])].filter(name => !isBeside(window, name))
  return names.flatMap(name => {
    if (mirrored.get(name) === truth.get(name)) return []
    if (!truth.has(name)) return [`${name} stands, and isn’t there`]
    return [mirrored.has(name) ? `${name} says something else` : `${name} is missing`]
  })
}

function text(now: number): string {
  return new Date(now).toISOString()
}
