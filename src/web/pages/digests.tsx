import type { Id } from '../../journal/index.js'
import { addresses } from '../addresses.js'
import type { Addressee, NextLetter } from '../deps/letters.js'
import type { LeftOut } from '../line.js'
import { othersFirst } from '../words.js'

/** The next letters: to whom, and one of them as it would go. */

interface NextLettersProps {
  readonly school: Id
  readonly addressees: readonly Addressee[]
  /** The viewer sees all letters of the school. */
  readonly isWhole: boolean
  readonly chosen: { readonly addressee: Addressee; readonly made: Made } | undefined
}

/** Null where there is nothing to say. */
export type Made = { readonly letter: NextLetter | null } | LeftOut

const groups = [
  { kind: 'deputy', title: 'Завуч' },
  { kind: 'class', title: 'Классные руководители' },
  { kind: 'owed', title: 'Учителя: что осталось записать' },
] as const

export function NextLetters({ school, addressees, isWhole, chosen }: NextLettersProps) {
  return (
    <>
      <h1>Следующие письма</h1>
      <p class="soft">Какими они ушли бы сейчас. Смотреть их здесь — не значит отправлять.</p>
      {chosen === undefined && (
        <p>
          Писем вам программа не отправляет. Адреса вписывает администратор: schools, teachers в bridge.yaml.
        </p>
      )}
      {addressees.length > 1 && (
        <nav class="no-print" aria-label="Кому">
          {groups.map(({ kind, title }) => {
            const own = addressees.filter(addressee => addressee.kind === kind)
            if (own.length === 0) return null
            return (
              <details key={kind} open={chosen?.addressee.kind === kind}>
                <summary>
                  {title}: {own.length}
                </summary>
                <ul class="names">
                  {own.map(addressee => (
                    <li key={addressee.id}>
                      <a
                        href={addresses.digests(school, addressee.id)}
                        aria-current={addressee.id === chosen?.addressee.id ? 'page' : undefined}
                      >
                        <bdi>{nameOf(addressee)}</bdi>
                      </a>
                      {addressee.name !== null && (
                        <small class="line">
                          <bdi>{addressee.address}</bdi>
                        </small>
                      )}
                    </li>
                  ))}
                </ul>
              </details>
            )
          })}
        </nav>
      )}
      {isWhole &&
        groups
          .filter(({ kind }) => !addressees.some(addressee => addressee.kind === kind))
          .map(({ kind }) => (
            <p key={kind} class="soft no-print">
              {absent[kind]}
            </p>
          ))}
      {chosen !== undefined && <Chosen {...chosen} />}
    </>
  )
}

const absent = {
  deputy: 'Завучу письма не отправляются: никто не назван (digestTo в bridge.yaml).',
  class: 'Классным руководителям письма не отправляются: никто не назван (teachers в bridge.yaml).',
  owed: 'Учителям о том, что осталось записать, письма не отправляются: никто не назван (letters: [owed]).',
} as const

function nameOf({ address, name, className }: Addressee): string {
  if (name === null) return address
  return className === null ? name : `${className} — ${name}`
}

function Chosen({ addressee, made }: NonNullable<NextLettersProps['chosen']>) {
  if (made === 'takes-too-long' || made === 'others-first') {
    return (
      <section>
        <h2>
          <bdi>{nameOf(addressee)}</bdi>
        </h2>
        <p class="note" role="status">
          {made === 'others-first'
            ? `${othersFirst} Обновите страницу через минуту.`
            : 'Письмо составляется дольше, чем ждёт страница. Посмотрите его командой digest preview на компьютере с программой.'}
        </p>
      </section>
    )
  }
  if (made.letter !== null) return <Letter letter={made.letter} title={nameOf(addressee)} />
  return (
    <section>
      <h2>
        <bdi>{nameOf(addressee)}</bdi>
      </h2>
      <p>Писать не о чем: по последней проверке ничего не осталось записать, и письмо не уйдёт.</p>
    </section>
  )
}

/** As a mail program shows it: in a frame where nothing runs and nothing is fetched; its links open beside it. */
function Letter({ letter, title }: { letter: NextLetter; title: string }) {
  const { address, content, fate } = letter
  return (
    <section>
      <h2>
        <bdi>{title}</bdi>
      </h2>
      <p class="note">{fate}</p>
      <p class="what">
        Кому: <bdi>{address}</bdi>
        <br />
        Тема: <b>{content.subject}</b>
      </p>
      <iframe
        class="letter"
        title={`Письмо для ${address}`}
        srcdoc={content.html}
        sandbox="allow-popups allow-popups-to-escape-sandbox"
      />
      <details>
        <summary>То же текстом, для почты без HTML</summary>
        <pre class="letter-text">{content.text}</pre>
      </details>
    </section>
  )
}

const noticeWords = {
  program: {
    title: 'Письмо о программе',
    about:
      'Администратору: непрочитанный журнал, пропуски недели, неудавшиеся чтения, карантин, место на диске, старые копии. Каждый рабочий день, пока что-то не так, и один раз, когда всё снова в порядке. О токене, повреждённом архиве и неудавшихся копиях письма уходят сразу.',
    none: 'Сейчас всё в порядке, и письмо не уйдёт.',
  },
  office: {
    title: 'Письмо по школам',
    about: 'Управлению образования, раз в неделю: все школы установки, без классов, учителей и обучающихся.',
    none: 'В установке нет ни одной школы.',
  },
} as const

interface NoticesProps {
  readonly kind: 'program' | 'office'
  readonly letters: readonly NextLetter[]
}

export function NoticesPage({ kind, letters }: NoticesProps) {
  const { title, about, none } = noticeWords[kind]
  return (
    <>
      <h1>{title}</h1>
      <p class="soft">{about}</p>
      {letters.length === 0 && <p>{none}</p>}
      {letters.map(letter => (
        <Letter key={letter.address} letter={letter} title={letter.address} />
      ))}
    </>
  )
}
