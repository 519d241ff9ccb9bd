import {
  type Addressee,
  type App,
  addresseeId,
  addressees,
  letterState,
  previewLetters,
  previewNotices,
  type School,
} from '../../app.js'
import { nameWithInitials } from '../../journal/index.js'
import type { Digest } from '../../report/index.js'
import { type LetterDeps, type Line, type NextLetter, shortName } from '../../web/index.js'
import { fateOf } from '../letter-fate.js'
import { judgingOnce } from './judged-once.js'

/** Of all schools together: of some 50 KB each. */
const mostLetters = 200

export function letterDeps({ deps, schools }: App, line: Line): LetterDeps {
  const judgeOnce = judgingOnce<ReadonlyMap<string, NextLetter>>(line, mostLetters)

  /** As they are shown, by addressee: their attachments are nothing that pages show, so none are made. */
  async function lettersTo(
    school: School,
    to: readonly Addressee[],
    signal: AbortSignal,
  ): Promise<ReadonlyMap<string, NextLetter>> {
    const bare = to.map(addressee => ({ ...addressee, to: { ...addressee.to, xlsx: false } }))
    const made = await previewLetters(deps, school.id, { to: bare, signal })
    const kinds = new Map(to.map(addressee => [addresseeId(addressee), addressee.kind]))
    return new Map(
      made.flatMap(letter => {
        const id = addresseeId(letter)
        const kind = kinds.get(id)
        if (kind === undefined) return []
        const fate = fateOf(kind, letter, school.timeZone)
        return [[id, { address: letter.to.address, content: withoutMute(letter), fate }]]
      }),
    )
  }

  return {
    links: deps.letters,
    async addressees(id) {
      const school = deps.school(id)
      const { teachers, classes } = await deps.mirror.directory(id)
      return (await addressees(deps, school)).map(addressee => {
        const { kind, to, person, classId } = addressee
        const teacher = teachers.find(one => one.id === person)
        return {
          ...{ id: addresseeId(addressee), kind, address: to.address, person },
          name: person === null ? null : teacher ? shortName(nameWithInitials(teacher)) : `№ ${person}`,
          className:
            classId === null ? null : shortName(classes.find(one => one.id === classId)?.name ?? classId),
        }
      })
    },
    async next(id, wanted, signal) {
      const school = deps.school(id)
      const all = await addressees(deps, school)
      const asked = all.find(addressee => addresseeId(addressee) === wanted)
      if (asked === undefined) return null
      // The same judgement of the whole school is told to every deputy head.
      const alike = asked.kind === 'deputy' ? all.filter(({ kind }) => kind === 'deputy') : [asked]
      const key = JSON.stringify([id, asked.kind === 'deputy' ? 'deputy' : wanted])
      const state = await letterState(deps, school)
      const letters = await judgeOnce({ key, state, signal }, stop => lettersTo(school, alike, stop))
      return letters.get(wanted) ?? null
    },
    async notices(kind) {
      const timeZone = schools[0]?.timeZone ?? 'UTC'
      return (await previewNotices(deps, kind)).map(notice => ({
        ...{ address: notice.to.address, content: notice.content },
        fate: fateOf(kind, notice, timeZone),
      }))
    },
  }
}

/** The link by which the letters are ended is the recipient's: who looks at somebody's letter mustn't press it. */
function withoutMute({ content, mute }: { readonly content: Digest; readonly mute: string | null }): Digest {
  if (mute === null) return content
  const { subject, html, text } = content
  return {
    subject,
    html: html.replaceAll(`href="${mute}"`, 'href="#"'),
    text: text.replaceAll(mute, '(ссылка есть в самом письме)'),
  }
}
