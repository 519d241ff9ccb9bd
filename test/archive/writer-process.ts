import { openFolderArchive } from '../../src/archive/folder-archive.js'
import { watchedDisk } from './disks.js'
import { correctedSummary, firstSummary, optionsFor, request } from './requests.js'

/**
 * A writer in a process of its own.
 *   die <folder> <key> <v1|v2> <pattern>: kills itself after the first step "<op> <path>" that matches
 *   race <folder> <key> <name> <count>:   puts so many objects
 */
const [mode = '', folder = '', keyFile = '', what = '', argument = ''] = process.argv.slice(2)
const options = optionsFor(folder, keyFile)

if (mode === 'die') {
  const deadly = new RegExp(argument)
  const disk = watchedDisk(async ({ op, path }, go) => {
    await go()
    if (deadly.test(`${op} ${path}`)) process.kill(process.pid, 'SIGKILL')
  })
  const archive = await openFolderArchive(options, { disk, lockWaitSeconds: 5 })
  await archive.put(what === 'v1' ? firstSummary : correctedSummary)
} else {
  const disk = watchedDisk((_step, go) => go())
  const archive = await openFolderArchive(options, { disk, lockWaitSeconds: 20 })
  for (let n = 0; n < Number(argument); n++) {
    await archive.put(request({ 'n.txt': `${what} ${n}` }, { id: `urn:race:${what}:${n}` }))
    await archive.put(request({ 'n.txt': `${what} ${n}` }, { id: 'urn:race:shared' }))
  }
  await archive.close()
}
