import { expect, test } from '@jest/globals'
import { disposal, oldArchive } from './disposals.js'
import { verifyArchive } from '../../src/archive/verify.js'
import { countingFiles, damageAtRandom, isLocated, mend, randomFrom } from './random-tampering.js'
import { correctedSummary, firstSummary, weekReport } from './requests.js'
import { copyOf, emptyRoom, expectAuditor, reading, withArchive } from './workshop.js'

/** `npm run tamper` does 10,000; TAMPERINGS and TAMPER_SEED say otherwise. */
const times = Number(process.env.TAMPERINGS ?? 150)
const seed = Number(process.env.TAMPER_SEED ?? 1)
/** The auditor's script starts dozens of programs. */
const auditedEvery = times > 1000 ? 100 : 25

test(`${times} random tamperings: each is found where it is, by the program and by the auditor’s script`, async () => {
  const sound = await oldArchive(await emptyRoom())
  await withArchive(sound, async archive => {
    await archive.dispose(disposal())
    for (const put of [firstSummary, weekReport, correctedSummary]) await archive.put(put)
    await archive.scrub({ scope: 'all', actor: 'archivist' })
  })
  // Without a head that is known from outside a tail cut off whole shows by nothing.
  const expected = await reading(sound, archive => archive.checkpoint())
  const files = await countingFiles(sound.folder)
  expect(files.length).toBeGreaterThan(60)
  const random = randomFrom(seed)
  const kinds = new Set<string>()
  const { folder } = await copyOf(sound)
  for (let time = 1; time <= times; time++) {
    const { what, touched } = await damageAtRandom(folder, files, random)
    kinds.add(what)
    const { findings, notes } = await verifyArchive(folder, sound.keyFile, { expected })
    const isGuide = touched.every(path => !path.includes('/'))
    // A guide of another version is no damage to documents, and noted; of documents something has to be found.
    if (!isGuide)
      expect({ time, what, touched, findings: findings.length }).not.toMatchObject({ findings: 0 })
    const found = [...findings, ...notes].flatMap(({ code, file }) =>
      // Where there is no key any more, the entries that it signed tell of it.
      code === 'LOG_KEY' ? [file, 'keys'] : [file],
    )
    const located = touched.filter(path => found.some(file => isLocated(file, [path])))
    const told = { time, what, touched, found }
    expect({ ...told, located: located.length }).toEqual({ ...told, located: touched.length })
    if (time % auditedEvery === 0 && !isGuide)
      await expectAuditor(folder, 1, '--expect', `${expected.seq}:${expected.head}`)
    await mend(folder, touched, sound.folder)
  }
  expect((await verifyArchive(folder, sound.keyFile, { expected })).findings).toEqual([])
  expect(kinds.size).toBeGreaterThan(Math.min(10, times / 4))
}, 7_200_000)
