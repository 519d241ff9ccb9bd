import { Fragment } from 'preact'
import type { PassportLine } from '../../report/index.js'

/** The passport of the regulation (clause 1.1): what an inspector asks for first. */
export function Passport({ lines }: { readonly lines: readonly PassportLine[] }) {
  return (
    <section>
      <h2>Паспорт регламента (п. 1.1)</h2>
      <dl>
        {lines.map(({ name, text, fill }) => (
          <Fragment key={name}>
            <dt>{name}</dt>
            <dd>{text === null ? <em>не указано — {fill}</em> : <bdi>{text}</bdi>}</dd>
          </Fragment>
        ))}
      </dl>
      <p class="soft">
        Письма — рекомендации. Следует ли им и более новым актам местный текст, оценивает человек: программа
        этого не проверяет.
      </p>
    </section>
  )
}
