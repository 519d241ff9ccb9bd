import { type App, addresseeId, addressees, previewLetters, previewNotices } from '../../app.js'
import { nameWithInitials } from '../../journal/index.js'
import type { Digest } from '../../report/index.js'
import { type LetterDeps, shortName } from '../../web/index.js'
import { fateOf } from '../letter-fate.js'

export function letterDeps({ deps, schools }: App): LetterDeps {
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
      const to = (await addressees(deps, school)).filter(addressee => addresseeId(addressee) === wanted)
      const [kind] = to.map(addressee => addressee.kind)
      const [letter] = await previewLetters(deps, id, { to, signal })
      if (kind === undefined || letter === undefined) return null
      const { address } = letter.to
      return { address, content: withoutMute(letter), fate: fateOf(kind, letter, school.timeZone) }
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
