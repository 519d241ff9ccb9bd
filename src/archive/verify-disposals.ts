import { join } from 'node:path'
import { kindOf, namesIn } from './disk.js'
import { finding } from './finding.js'
import { type Log, unfinishedDisposal } from './log.js'
import type { RootCheck } from './verify-root.js'

/**
 * What the log says to be disposed of isn't there any more, neither in its place nor in the trash. What had gone by the entry
 * `after` isn't looked for.
 */
export async function checkDisposals(folder: string, log: Log, after: string): Promise<RootCheck> {
  const check: RootCheck = { findings: [], notes: [] }
  const unfinished = unfinishedDisposal(log)
  if (unfinished !== null) {
    const place = { object: unfinished.id, file: unfinished.path }
    const text = 'Уничтожение идёт или было прервано; следующая запись в архив его закончит.'
    check.notes.push(finding('DISPOSAL_UNFINISHED', place, text))
  }
  for (const { entry, done } of log.disposals) {
    if (entry === unfinished || (done ?? entry).seq <= after) continue
    if ((await kindOf(join(folder, entry.path))) === null) continue
    const place = { object: entry.id, file: entry.path }
    check.findings.push(
      finding('OBJECT_REMAINS', place, 'Объект по журналу уничтожен, но лежит в хранилище.'),
    )
  }
  for (const name of await namesIn(join(folder, 'trash'))) {
    if (name === unfinished?.tx) continue
    const text = 'В папке trash лежит то, что уничтожено, или постороннее.'
    check.findings.push(finding('TRASH_EXTRA', { file: `trash/${name}` }, text))
  }
  return check
}
