import { LRUCache } from 'lru-cache'
import type { App } from '../../app.js'
import { keepFindings } from '../../ledger/index.js'
import type { Coverage } from '../../journal/index.js'
import type { ClassDays, Mirror } from '../../mirror/index.js'

/** So many answers of a kind, of all schools together. */
const mostKept = 200

/**
 * The installation for its pages, which ask the same things again and again: what was read of some days, and what wasn't, is the same until
 * the school is read again, what was found until it is checked again. A failure isn't remembered.
 */
export function withKeptAnswers(app: App): App {
  const mirror: Mirror = {
    ...app.deps.mirror,
    coverage: keptCoverage(app.deps.mirror),
    classDays: keptClassDays(app.deps.mirror),
  }
  const { deps } = app
  return {
    ...app,
    deps: {
      ...deps,
      mirror,
      findings: keepFindings(app.database, app.deps.findings),
      get webUrl() {
        return deps.webUrl
      },
    },
  }
}

function keptCoverage(mirror: Mirror): Mirror['coverage'] {
  const keep = keeper<Coverage>()
  return async request => {
    const { school, from, to, classIds } = request
    const state = await mirror.state(school)
    const key = `${school}/${from}/${to}/${classIds?.join() ?? '-'}`
    return keep(key, state, () => mirror.coverage(request))
  }
}

/** A year of a class's lessons and attendance is counted once for all who look at its sheet. */
function keptClassDays(mirror: Mirror): Mirror['classDays'] {
  const keep = keeper<ClassDays>()
  return async request => {
    const { school, classId, from, to } = request
    const state = await mirror.state(school)
    return keep(`${school}/${classId}/${from}/${to}`, state, () => mirror.classDays(request))
  }
}

/** @returns what was answered to `key` last, as long as `state` is the same, or what `make` answers now */
export function keeper<Answer>(): (
  key: string,
  state: string,
  make: () => Promise<Answer>,
) => Promise<Answer> {
  const kept = new LRUCache<string, { readonly state: string; readonly answer: Promise<Answer> }>({
    max: mostKept,
  })
  return (key, state, make) => {
    const known = kept.get(key)
    if (known?.state === state) return known.answer
    const fresh = { state, answer: make() }
    kept.set(key, fresh)
    fresh.answer.catch(() => {
      if (kept.peek(key) === fresh) kept.delete(key)
    })
    return fresh.answer
  }
}
