import { join, resolve } from 'node:path'

/** Where everything of one installation lies: two installations share nothing. */
export interface DataFolder {
  readonly path: string
  readonly config: string
  readonly database: string
  readonly archive: string
  /** What the archive's log is signed with. */
  readonly archiveKey: string
  readonly outbox: string
  readonly reports: string
  /** For restoring copies on trial; empty but for that moment. */
  readonly trial: string
  /** Keys and the token; mode 0700, never inside the archive. */
  readonly secrets: string
}

export function dataFolder(path: string): DataFolder {
  const root = resolve(path)
  return {
    path: root,
    config: join(root, 'bridge.yaml'),
    database: join(root, 'database'),
    archive: join(root, 'archive'),
    archiveKey: join(root, 'secrets', 'archive-key.pem'),
    outbox: join(root, 'outbox'),
    reports: join(root, 'reports'),
    trial: join(root, 'trial'),
    secrets: join(root, 'secrets'),
  }
}
