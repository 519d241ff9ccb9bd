import { openFolderArchive } from '../../src/archive/folder-archive.js'
import { watchedDisk } from './disks.js'
import { correctedSummary, firstSummary, optionsFor, request } from './requests.js'

/**
 * A writer in a process of its own.
 *   die <folder> <key> <v1|v2> <pattern>: kills itself after the first step "<op> <path>" that matches
 *   race <folder> <key> <name> <count>:   puts so many objects
 *   copy <folder> <key> <to> <pattern>:   makes a copy, and kills itself as above
 */
const [mode = '', folder = '', keyFile = '', what = '', argument = ''] = process.argv.slice(2)
const options = optionsFor(folder, keyFile)

if (mode === 'die' || mode === 'copy') {
  const deadly = new RegExp(argument)
  const disk = watchedDisk(async ({ op, path }, go) => {
    await go()
    if (deadly.test(`${op} ${path}`)) process.kill(process.pid, 'SIGKILL')
  })
  const archive = await openFolderArchive(options, { disk, lockWaitSeconds: 5 })
  if (mode === 'die') await archive.put(what === 'v1' ? firstSummary : correctedSummary)
  else await archive.backup({ folder: what, place: '', sameDisk: true, actor: 'archivist' })
} else {
  const disk = watchedDisk((_step, go) => go())
  const archive = await openFolderArchive(options, { disk, lockWaitSeconds: 20 })
  for (let n = 0; n < Number(argument); n++) {
    await archive.put(request({ 'n.txt': `${what} ${n}` }, { id: `urn:race:${what}:${n}` }))
    await archive.put(request({ 'n.txt': `${what} ${n}` }, { id: 'urn:race:shared' }))
  }
  await archive.close()
}
