import type { Id } from '../../journal/index.js'
import { addresses, type FindingQuery } from '../addresses.js'
import { tokenField } from '../csrf.js'
import type { Field, Typed, Wrong } from '../decisions/field.js'
import { FormFields } from './form-fields.js'

interface CertificateProps {
  readonly school: Id
  readonly fields: readonly Field[]
  readonly typed: Typed
  readonly wrong: Wrong | null
  readonly token: string
}

/** What goes into the paper; what was found is put in by the program. */
export function CertificatePage({ school, fields, typed, wrong, token }: CertificateProps) {
  return (
    <>
      <h1>Справка по итогам проверки журнала</h1>
      <p>
        Программа проверит эти дни по всем пунктам регламента и сделает справку для подписи (PDF): что
        проверено, нарушения по учителям и классам, выводы, рекомендации. Имён обучающихся в ней нет. За год
        всей школы это занимает до нескольких минут.
      </p>
      <form method="post" action={addresses.certificate(school)} class="decision">
        <input type="hidden" name={tokenField} value={token} />
        <FormFields fields={fields} typed={typed} wrong={wrong} />
        <button type="submit">Сделать справку (PDF)</button>
      </form>
    </>
  )
}

/** Where a deputy head stands among findings: the paper about the same class, teacher and days. */
export function CertificateLink({ school, query }: { readonly school: Id; readonly query: FindingQuery }) {
  const { from, to, classId, teacher } = query
  return (
    <p class="no-print">
      <a href={addresses.certificate(school, { from, to, classId, teacher })}>Справка по итогам проверки</a>
    </p>
  )
}
