import { expect, test } from '@jest/globals'
import { describeWith } from '../support/programs.js'
import { auditorVerdict, emptyRoom, reading, smallArchive } from './workshop.js'

/** The auditor has coreutils, openssl and the folder; the other suites compare every tampering with this script. */
describeWith('openssl', "the auditor's script", () => {
  test('finds a sound archive sound, and says up to which entry', async () => {
    const sound = await smallArchive(await emptyRoom())
    const { head } = await reading(sound, archive => archive.verify())
    const told = await auditorVerdict(sound.folder, '--expect', `00000003:${head}`)
    expect(told).toMatchObject({ code: 0, text: expect.stringContaining(`00000003:${head}`) })
  })
})
