import type { Id } from '../../journal/index.js'
import { type Account, type Grant, needsPerson, roles, roleWords } from '../../people/index.js'
import { addresses } from '../addresses.js'
import { tokenField } from '../csrf.js'
import { FieldProblem } from './fields.js'

type Schools = readonly { readonly id: Id; readonly name: string }[]

/** As a choice among schools. */
export const allSchools = 'all'

export interface TypedAccount {
  readonly login: string
  readonly name: string
  readonly subject: string
  readonly role: string
  readonly school: string
  readonly person: string
}
export const nothingTyped: TypedAccount = {
  login: '',
  name: '',
  subject: '',
  role: '',
  school: '',
  person: '',
}
export type AccountProblems = Readonly<Partial<Record<keyof TypedAccount | 'form', string>>>

interface ListProps {
  readonly accounts: readonly Account[]
  /** Whether a code of the telephone is that account's duty, and missing. */
  readonly lacksCode: (account: Account) => boolean
  /** Where roles may be given; `everywhere` for all schools at once too. */
  readonly schools: Schools
  readonly everywhere: boolean
  readonly schoolName: (id: Id) => string
  readonly token: string
  readonly typed: TypedAccount
  readonly problems: AccountProblems | null
}

export function PeopleList({ accounts, lacksCode, schoolName, ...form }: ListProps) {
  return (
    <>
      <h1>Люди</h1>
      <table class="cards">
        <thead>
          <tr>
            <th scope="col">Кто</th>
            <th scope="col">Имя для входа</th>
            <th scope="col">Роли</th>
            <th scope="col">Состояние</th>
          </tr>
        </thead>
        <tbody>
          {accounts.map(account => (
            <tr key={account.login}>
              <th scope="row">
                <a href={addresses.person(account.login)}>{account.name}</a>
              </th>
              <td data-label="Имя для входа">{account.login}</td>
              <td data-label="Роли">
                {account.grants.length === 0 ? (
                  'нет'
                ) : (
                  <GrantList grants={account.grants} schoolName={schoolName} />
                )}
              </td>
              <td data-label="Состояние">{stateWords(account, lacksCode(account))}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <h2>Новая учётная запись</h2>
      <NewAccount {...form} />
    </>
  )
}

function GrantList({ grants, schoolName }: { grants: readonly Grant[]; schoolName: (id: Id) => string }) {
  return (
    <>
      {grants.map((grant, index) => (
        <div key={index}>{grantWords(grant, schoolName)}</div>
      ))}
    </>
  )
}

function grantWords({ role, school, person }: Grant, schoolName: (id: Id) => string): string {
  const whose = person === null ? '' : `, учитель № ${person}`
  return `${roleWords[role]}, ${school === null ? 'все школы' : schoolName(school)}${whose}`
}

function stateWords(account: Account, lacksCode: boolean): string {
  const { lockedAt, temporary, secondFactor, hasPassword, subject } = account
  const words = [
    lockedAt === null ? 'открыта' : 'закрыта',
    ...(temporary ? ['пароль временный'] : []),
    ...(secondFactor ? ['код из телефона'] : []),
    ...(lacksCode ? ['нет обязательного кода из телефона'] : []),
    ...(subject === null
      ? []
      : [hasPassword ? `и через организацию (${subject})` : `через организацию (${subject})`]),
  ]
  return words.join(', ')
}

type FormProps = Pick<ListProps, 'schools' | 'everywhere' | 'token' | 'typed' | 'problems'>

function NewAccount({ token, typed, problems, ...choice }: FormProps) {
  return (
    <form method="post" action={addresses.people} class="sign-in">
      <input type="hidden" name={tokenField} value={token} />
      {problems?.form !== undefined && (
        <p class="note" role="alert">
          {problems.form}
        </p>
      )}
      <TextField name="name" label="Фамилия И. О." value={typed.name} problem={problems?.name} required />
      <TextField
        name="login"
        label="Имя для входа, латиницей"
        value={typed.login}
        problem={problems?.login}
        required
      />
      <RoleFields {...choice} typed={typed} problems={problems} />
      <TextField
        name="subject"
        label="Как его называет вход через организацию (если есть)"
        value={typed.subject}
        problem={problems?.subject}
      />
      <button type="submit">Создать</button>
      <p class="soft">Программа придумает временный пароль и покажет его один раз.</p>
    </form>
  )
}

interface TextFieldProps {
  readonly name: string
  readonly label: string
  readonly value: string
  readonly problem: string | undefined
  readonly required?: boolean
}

function TextField({ name, label, value, problem, required = false }: TextFieldProps) {
  return (
    <div class="field">
      <label for={name}>{label}</label>
      <input
        id={name}
        name={name}
        value={value}
        required={required}
        autocomplete="off"
        spellcheck={false}
        aria-invalid={problem !== undefined}
        aria-describedby={problem === undefined ? undefined : `${name}-problem`}
      />
      {problem !== undefined && <FieldProblem id={`${name}-problem`} text={problem} />}
    </div>
  )
}

type RoleProps = Pick<ListProps, 'schools' | 'everywhere' | 'problems'> & {
  readonly typed: Pick<TypedAccount, 'role' | 'school' | 'person'>
}

function RoleFields({ schools, everywhere, typed, problems }: RoleProps) {
  return (
    <>
      <div class="field">
        <label for="role">Роль</label>
        <select id="role" name="role" required>
          <option value="">выберите</option>
          {roles.map(role => (
            <option key={role} value={role} selected={typed.role === role}>
              {roleWords[role]}
            </option>
          ))}
        </select>
        {problems?.role !== undefined && <FieldProblem id="role-problem" text={problems.role} />}
      </div>
      <div class="field">
        <label for="school">Где</label>
        <select id="school" name="school">
          {schools.map(({ id, name }) => (
            <option key={id} value={id} selected={typed.school === id}>
              {name}
            </option>
          ))}
          {everywhere && (
            <option value={allSchools} selected={typed.school === allSchools}>
              все школы
            </option>
          )}
        </select>
        {problems?.school !== undefined && <FieldProblem id="school-problem" text={problems.school} />}
      </div>
      <TextField
        name="person"
        label="Учитель на платформе, только для классного руководителя и предметника: фамилия или номер"
        value={typed.person}
        problem={problems?.person}
      />
    </>
  )
}

interface PersonProps
  extends Pick<ListProps, 'schools' | 'everywhere' | 'schoolName' | 'token' | 'problems'> {
  readonly account: Account
  /** A code of the telephone is a duty, and missing. */
  readonly lacksCode: boolean
  readonly typed: Pick<TypedAccount, 'role' | 'school' | 'person'>
  /** Why nothing can be changed here; null where it can. */
  readonly closed: string | null
  readonly done: string | null
}

export function PersonPage(props: PersonProps) {
  const { account, lacksCode, schoolName, token, problems, closed, done } = props
  const { login, name, grants, lockedAt, secondFactor, hasPassword } = account
  return (
    <>
      <h1>{name}</h1>
      {done !== null && (
        <p class="note" role="status">
          {done}
        </p>
      )}
      {problems?.form !== undefined && (
        <p class="note" role="alert">
          {problems.form}
        </p>
      )}
      <dl>
        <dt>Имя для входа</dt>
        <dd>{login}</dd>
        <dt>Состояние</dt>
        <dd>{stateWords(account, lacksCode)}</dd>
      </dl>
      <h2>Роли</h2>
      {grants.length === 0 && <p>Ролей нет: после входа ни одна страница не откроется.</p>}
      <ul class="plain">
        {grants.map((grant, index) => (
          <li key={index} class="bar">
            {grantWords(grant, schoolName)}
            {closed === null && <Act login={login} token={token} act="revoke" text="Забрать" grant={grant} />}
          </li>
        ))}
      </ul>
      {closed !== null && <p class="note">{closed}</p>}
      {closed === null && (
        <>
          <form method="post" action={addresses.person(login)} class="sign-in">
            <input type="hidden" name={tokenField} value={token} />
            <input type="hidden" name="act" value="grant" />
            <RoleFields {...props} />
            <button type="submit">Дать роль</button>
          </form>
          <h2>Вход</h2>
          <div class="bar">
            {hasPassword && <Act login={login} token={token} act="password" text="Выдать временный пароль" />}
            {secondFactor && <Act login={login} token={token} act="totp" text="Снять код из телефона" />}
            <Act login={login} token={token} act="sessions" text="Закончить все сеансы" />
            {lockedAt === null ? (
              <Act login={login} token={token} act="lock" text="Закрыть учётную запись" />
            ) : (
              <Act login={login} token={token} act="unlock" text="Открыть учётную запись" />
            )}
          </div>
        </>
      )}
      <p>
        <a href={addresses.accessLog({ account: login })}>Что смотрел этот человек</a>
      </p>
    </>
  )
}

interface ActProps {
  readonly login: string
  readonly token: string
  readonly act: string
  readonly text: string
  readonly grant?: Grant
}

function Act({ login, token, act, text, grant }: ActProps) {
  return (
    <form method="post" action={addresses.person(login)}>
      <input type="hidden" name={tokenField} value={token} />
      <input type="hidden" name="act" value={act} />
      {grant && <input type="hidden" name="role" value={grant.role} />}
      {grant && <input type="hidden" name="school" value={grant.school ?? allSchools} />}
      {grant && needsPerson(grant.role) && <input type="hidden" name="person" value={grant.person ?? ''} />}
      <button type="submit" class="second">
        {text}
      </button>
    </form>
  )
}

export function MadePassword({ login, name, password }: { login: string; name: string; password: string }) {
  return (
    <>
      <h1>Временный пароль</h1>
      <p>
        {name}, имя для входа <b>{login}</b>:
      </p>
      <pre>{password}</pre>
      <p class="note">
        Передайте его лично: второй раз его не показать. При первом входе программа попросит придумать свой.
      </p>
      <p>
        <a href={addresses.person(login)}>К учётной записи</a>
      </p>
    </>
  )
}
