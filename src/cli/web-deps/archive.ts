import type { App } from '../../app.js'
import type { QueueBackend } from '../../queue/index.js'
import type { ArchiveDeps } from '../../web/index.js'
import { retentionRules } from '../retention-rules.js'

/** `urn:dnevnik-bridge:<school>:…` is a school's; what names none belongs to the archive as a whole. */
function isOf(school: string, id: string): boolean {
  const owner = id.split(':')[2] ?? ''
  return owner === school || !/^\d+$/.test(owner)
}

/** What the pages of the archive stand on. */
export function archiveDeps({ deps, config }: App, queue: QueueBackend): ArchiveDeps {
  return {
    async overview(school) {
      const archive = await deps.readArchive()
      if (archive === null) return null
      const [objects, checkpoint, scrubs, copies, holds, check] = await Promise.all([
        archive.list(),
        archive.checkpoint(),
        archive.checks(),
        archive.backups(),
        archive.holds(),
        deps.archiveChecks.newest(),
      ])
      return {
        objects: objects.filter(({ id }) => isOf(school, id)),
        checkpoint,
        scrubs,
        copies,
        holds,
        check,
      }
    },
    async object(school, id) {
      const archive = isOf(school, id) ? await deps.readArchive() : null
      const versions = (await archive?.show(id)) ?? null
      if (archive === null || versions === null) return null
      const [holds, terms] = await Promise.all([archive.holds(), archive.retention(retentionRules(config))])
      return {
        id,
        versions,
        holds: holds.filter(hold => hold.id === id),
        term: terms.find(term => term.id === id) ?? null,
      }
    },
    async file(school, { id, path, version }) {
      const archive = isOf(school, id) ? await deps.readArchive() : null
      return (await archive?.get(id, path, version)) ?? null
    },
    async startCheck() {
      const now = deps.clock.now()
      const id = `check-${now}-${process.hrtime.bigint()}`
      if (!(await deps.archiveChecks.begin(id, now))) return (await deps.archiveChecks.newest())?.id ?? id
      await queue.add({ name: 'verify-archive', id: `${id}/verify`, payload: { check: id } })
      return id
    },
    check: id => deps.archiveChecks.get(id),
  }
}
