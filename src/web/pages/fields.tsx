import { isDay, type Problems, type TypedPeriod } from '../days.js'

/** Two days, with what was typed and what is wrong with it. */
export function DayFields({ typed, problems }: { typed: TypedPeriod; problems: Problems | null }) {
  return (
    <>
      <DayField name="from" label="С" value={typed.from} problem={problems?.from} />
      <DayField name="to" label="По" value={typed.to} problem={problems?.to} />
    </>
  )
}

interface DayFieldProps {
  readonly name: 'from' | 'to'
  readonly label: string
  readonly value: string
  readonly problem: string | undefined
}

function DayField({ name, label, value, problem }: DayFieldProps) {
  return (
    <div class="field">
      <label for={name}>{label}</label>
      <input
        type="date"
        id={name}
        name={name}
        value={value}
        required
        aria-invalid={problem !== undefined}
        aria-describedby={problem === undefined ? undefined : `${name}-problem`}
      />
      {problem !== undefined && (
        <FieldProblem id={`${name}-problem`} text={problem} unshown={isDay(value) ? '' : value} />
      )}
    </div>
  )
}

/** `unshown`: what was typed, where a browser can't show it in the field itself. */
export function FieldProblem({ id, text, unshown = '' }: { id: string; text: string; unshown?: string }) {
  return (
    <p class="problem" id={id}>
      {text}
      {unshown !== '' && ` Введено: «${unshown}».`}
    </p>
  )
}
