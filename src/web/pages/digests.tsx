import type { NextDigest } from '../deps.js'

/** Each letter as a mail program shows it: in a frame where nothing runs and nothing is fetched. */
export function Digests({ letters }: { letters: readonly NextDigest[] }) {
  return (
    <>
      <h1>Следующие сводки</h1>
      <p class="soft">Письма завучу, какими они ушли бы сейчас. Смотреть их здесь — не значит отправлять.</p>
      {letters.length === 0 && (
        <p>Получатели не названы: добавьте школе digestTo в bridge.yaml и перезапустите программу.</p>
      )}
      {letters.map(letter => (
        <section key={letter.address}>
          <h2>{letter.address}</h2>
          <p>
            <b>{letter.subject}</b>
          </p>
          <p class="soft">{letter.fate}</p>
          <iframe class="letter" title={`Письмо для ${letter.address}`} srcdoc={letter.html} sandbox="" />
        </section>
      ))}
    </>
  )
}
