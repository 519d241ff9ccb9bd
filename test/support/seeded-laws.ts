import fc from 'fast-check'

/** The same cases each time, so that a change is judged by itself; `LAW_SEED` says otherwise, and a failing law prints its own. */
fc.configureGlobal({ seed: Number(process.env.LAW_SEED ?? 1) })
