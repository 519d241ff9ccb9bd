import { isDay } from '../days.js'
import type { Field, Typed, Wrong } from '../decisions/field.js'
import { FieldProblem } from './fields.js'

interface FieldsProps {
  readonly fields: readonly Field[]
  readonly typed: Typed
  readonly wrong: Wrong | null
  /** Before the ids, where two forms of one page have a field of that name. */
  readonly prefix?: string
}

/** The fields of a form with what was typed, and at each what is wrong with it. */
export function FormFields({ fields, typed, wrong, prefix = '' }: FieldsProps) {
  const whole = wrong?.get('')
  return (
    <>
      {whole !== undefined && (
        <p class="note" role="alert">
          {whole}
        </p>
      )}
      {fields.map(field => (
        <FormField
          key={field.name}
          field={field}
          id={`${prefix}${field.name}`}
          typed={typed}
          problem={wrong?.get(field.name)}
        />
      ))}
    </>
  )
}

interface FieldProps {
  readonly field: Field
  readonly id: string
  readonly typed: Typed
  readonly problem: string | undefined
}

function FormField({ field, id, typed, problem }: FieldProps) {
  const { name, label, hint } = field
  const described = [...(hint ? [`${id}-hint`] : []), ...(problem ? [`${id}-problem`] : [])].join(' ')
  const marks = {
    'aria-invalid': problem !== undefined,
    'aria-describedby': described === '' ? undefined : described,
  }
  const notes = (
    <>
      {hint !== undefined && (
        <p class="soft" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {problem !== undefined && (
        <FieldProblem id={`${id}-problem`} text={problem} unshown={unshown(field, typed)} />
      )}
    </>
  )
  if (field.kind === 'many') {
    const ticked = typed.get(name) ?? []
    return (
      <fieldset {...marks}>
        <legend>{label}</legend>
        {notes}
        <div class="boxes wide">
          {field.choices.map(({ value, text }) => (
            <label key={value}>
              <input type="checkbox" name={name} value={value} checked={ticked.includes(value)} /> {text}
            </label>
          ))}
        </div>
      </fieldset>
    )
  }
  if (field.kind === 'flag') {
    return (
      <p class="field">
        <label>
          <input type="checkbox" name={name} value="yes" checked={typed.has(name)} /> {label}
        </label>
      </p>
    )
  }
  const value = typed.get(name)?.at(-1) ?? ('usual' in field ? field.usual : undefined) ?? ''
  return (
    <div class="field">
      <label for={id}>
        {label}
        {field.optional && <span class="soft"> — можно не заполнять</span>}
      </label>
      <Input field={field} id={id} value={value} marks={marks} />
      {notes}
    </div>
  )
}

interface InputProps {
  readonly field: Field
  readonly id: string
  readonly value: string
  readonly marks: Record<string, string | boolean | undefined>
}

function Input({ field, id, value, marks }: InputProps) {
  const { name } = field
  const required = field.optional !== true
  if (field.kind === 'one') {
    return (
      <select id={id} name={name} required={required} {...marks}>
        <option value="">{required ? 'Выберите…' : '—'}</option>
        {field.choices.map(choice => (
          <option key={choice.value} value={choice.value} selected={choice.value === value}>
            {choice.text}
          </option>
        ))}
      </select>
    )
  }
  if (field.kind === 'long-text') {
    return (
      <textarea id={id} name={name} rows={3} required={required} {...marks}>
        {/* Browsers leave out a line break that a field begins with. */ `\n${value}`}
      </textarea>
    )
  }
  if (field.kind === 'many' || field.kind === 'flag') return null
  const common = { id, name, value, required, ...marks }
  if (field.kind === 'text') return <input type="text" {...common} />
  return <input type={field.kind === 'day' ? 'date' : 'datetime-local'} {...common} />
}

/** A browser shows nothing in a field of days where what was typed is no day. */
function unshown(field: Field, typed: Typed): string {
  const value = typed.get(field.name)?.at(-1) ?? ''
  return field.kind === 'day' && !isDay(value) ? value : ''
}

/** What was typed, to be sent once more with the next press. */
export function HiddenFields({ fields, typed }: { fields: readonly Field[]; typed: Typed }) {
  return (
    <>
      {fields.flatMap(({ name }) =>
        (typed.get(name) ?? []).map(value => (
          <input key={`${name}/${value}`} type="hidden" name={name} value={value} />
        )),
      )}
    </>
  )
}
