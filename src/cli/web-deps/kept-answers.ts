import { LRUCache } from 'lru-cache'
import type { App } from '../../app.js'
import { keepFindings } from '../../ledger/index.js'
import type { Coverage } from '../../journal/index.js'
import type { Mirror } from '../../mirror/index.js'

/** So many answers of all schools together. */
const mostKept = 200

/**
 * The installation for its pages, which ask the same things again and again: what wasn't read of some days is the same until the
 * school is read again, what was found until it is checked again. A failure isn't remembered.
 */
export function withKeptAnswers(app: App): App {
  const mirror: Mirror = { ...app.deps.mirror, coverage: keptCoverage(app.deps.mirror) }
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
  const kept = new LRUCache<string, { readonly state: string; readonly coverage: Promise<Coverage> }>({
    max: mostKept,
  })
  return async request => {
    const { school, from, to, classIds } = request
    const key = `${school}/${from}/${to}/${classIds?.join() ?? '-'}`
    const state = await mirror.state(school)
    const known = kept.get(key)
    if (known?.state === state) return known.coverage
    const answer = { state, coverage: mirror.coverage(request) }
    kept.set(key, answer)
    answer.coverage.catch(() => {
      if (kept.peek(key) === answer) kept.delete(key)
    })
    return answer.coverage
  }
}
