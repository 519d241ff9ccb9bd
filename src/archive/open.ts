import type { Archive, ArchiveOptions } from './archive.js'
import { recognise } from './create.js'
import { realDisk } from './disk.js'
import { openFolderArchive } from './folder-archive.js'
import { withClearTrouble } from './trouble.js'

/**
 * Opens the archive, makes it if the folder is empty or absent, and finishes what a killed process left. The lock
 * is taken for each write only, so several processes may have the archive open.
 * @throws BridgeError ARCHIVE_UNUSABLE: foreign folder, wrong or lost key, no rights, no space; ARCHIVE_BUSY
 */
export function openArchive(options: ArchiveOptions): Promise<Archive> {
  return openFolderArchive(options, { disk: realDisk, lockWaitSeconds: 30 })
}

/** The archive, to be read only; null where there is none yet. @throws BridgeError ARCHIVE_UNUSABLE */
export async function openExistingArchive(options: ArchiveOptions): Promise<Archive | null> {
  return (await archiveIsIn(options.folder)) ? openArchive({ ...options, readOnly: true }) : null
}

/** False for a folder that is absent or empty, as that of a disk that isn't mounted. @throws BridgeError ARCHIVE_UNUSABLE */
export async function archiveIsIn(folder: string): Promise<boolean> {
  return withClearTrouble(folder, async () => (await recognise(folder)) !== 'new')
}
