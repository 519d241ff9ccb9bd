import { encode } from 'uqr'
import { type Account, roleWords, totpAddress } from '../../people/index.js'
import { addresses } from '../addresses.js'
import { tokenField } from '../csrf.js'
import { FieldProblem } from './fields.js'

interface AccountProps {
  readonly account: Account
  readonly schoolName: (id: string) => string
  /** Of one of the roles. */
  readonly codeIsDuty: boolean
  readonly done: string | null
}

export function AccountPage({ account, schoolName, codeIsDuty, done }: AccountProps) {
  const { login, name, grants, secondFactor, hasPassword } = account
  return (
    <>
      <h1>{name}</h1>
      {done !== null && (
        <p class="note" role="status">
          {done}
        </p>
      )}
      <dl>
        <dt>Имя для входа</dt>
        <dd>{login}</dd>
        <dt>Роли</dt>
        <dd>
          {grants.length === 0
            ? 'нет'
            : grants.map(({ role, school }, index) => (
                <div key={index}>
                  {roleWords[role]}, {school === null ? 'все школы' : schoolName(school)}
                </div>
              ))}
        </dd>
        {hasPassword && (
          <>
            <dt>Пароль</dt>
            <dd>
              <a href={addresses.password}>Сменить пароль</a>
            </dd>
          </>
        )}
        <dt>Код из телефона</dt>
        <dd>
          {secondFactor ? 'спрашивается при входе. ' : 'не спрашивается. '}
          {codeIsDuty && 'Для вашей роли он обязателен. '}
          <a href={addresses.secondFactor}>{secondFactor ? 'Отключить' : 'Включить'}</a>
        </dd>
      </dl>
    </>
  )
}

export function NoAccounts() {
  return (
    <>
      <h1>Учётных записей пока нет</h1>
      <p>
        Страницы видит тот, кто сидит за этим компьютером. Чтобы их видели и другие, создайте первую учётную
        запись — администратора:
      </p>
      <pre>dnevnik-bridge users add ИМЯ --name "Фамилия И. О." --role administrator</pre>
    </>
  )
}

interface PasswordProps {
  readonly token: string
  readonly login: string
  /** Somebody else made the present one. */
  readonly temporary: boolean
  readonly problems: { readonly old?: string; readonly next?: string; readonly again?: string } | null
}

export function PasswordForm({ token, login, temporary, problems }: PasswordProps) {
  return (
    <>
      <h1>{temporary ? 'Придумайте свой пароль' : 'Сменить пароль'}</h1>
      {temporary && (
        <p class="note">Нынешний пароль знает тот, кто его выдал. Другие страницы откроются после смены.</p>
      )}
      <form method="post" action={addresses.password} class="sign-in">
        <input type="hidden" name={tokenField} value={token} />
        <input type="hidden" name="username" value={login} autocomplete="username" />
        <PasswordField name="old" label="Нынешний пароль" auto="current-password" problem={problems?.old} />
        <PasswordField name="next" label="Новый пароль" auto="new-password" problem={problems?.next} />
        <PasswordField name="again" label="Ещё раз новый" auto="new-password" problem={problems?.again} />
        <button type="submit">Сменить</button>
      </form>
      <p class="soft">
        Не меньше 10 знаков; хорош длинный, из нескольких слов. На других компьютерах придётся войти заново.
      </p>
    </>
  )
}

interface FieldProps {
  readonly name: string
  readonly label: string
  readonly auto: 'current-password' | 'new-password'
  readonly problem: string | undefined
}

function PasswordField({ name, label, auto, problem }: FieldProps) {
  return (
    <div class="field">
      <label for={name}>{label}</label>
      <input
        type="password"
        id={name}
        name={name}
        autocomplete={auto}
        required
        aria-invalid={problem !== undefined}
        aria-describedby={problem === undefined ? undefined : `${name}-problem`}
      />
      {problem !== undefined && <FieldProblem id={`${name}-problem`} text={problem} />}
    </div>
  )
}

interface ProposedProps {
  readonly token: string
  readonly login: string
  readonly secret: string
  /** Nothing else is shown before it is set up. */
  readonly isDuty: boolean
  readonly problem: string | null
}

export function SecondFactorProposed({ token, login, secret, isDuty, problem }: ProposedProps) {
  return (
    <>
      <h1>Код из телефона</h1>
      {isDuty && (
        <p class="note">Для вашей роли он обязателен. Другие страницы откроются, когда он будет включён.</p>
      )}
      <p>
        Снимите картинку программой для одноразовых кодов (Яндекс&nbsp;ID, Google Authenticator, FreeOTP и
        любой другой) и введите шесть цифр, которые она покажет.
      </p>
      <QrCode text={totpAddress(secret, login)} />
      <p>
        Вместо картинки можно ввести ключ: <code>{secret.replace(/(.{4})(?=.)/g, '$1 ')}</code>
      </p>
      <form method="post" action={addresses.secondFactor} class="sign-in">
        <input type="hidden" name={tokenField} value={token} />
        <div class="field">
          <label for="code">Шесть цифр</label>
          <input
            id="code"
            name="code"
            inputmode="numeric"
            autocomplete="one-time-code"
            required
            aria-invalid={problem !== null}
            aria-describedby={problem === null ? undefined : 'code-problem'}
          />
          {problem !== null && <FieldProblem id="code-problem" text={problem} />}
        </div>
        <button type="submit">Включить</button>
      </form>
    </>
  )
}

export function RecoveryCodes({ codes }: { codes: readonly string[] }) {
  return (
    <>
      <h1>Код из телефона включён</h1>
      <p class="note" role="status">
        Запишите запасные коды: каждым можно войти один раз, если телефона нет. Второй раз их не показать.
      </p>
      <ul class="codes">
        {codes.map(code => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <p>
        <a href={addresses.account}>Я записал их</a>
      </p>
    </>
  )
}

interface OffProps {
  readonly token: string
  readonly isDuty: boolean
  readonly problem: string | null
}

export function SecondFactorOff({ token, isDuty, problem }: OffProps) {
  return (
    <>
      <h1>Отключить код из телефона?</h1>
      {problem !== null && (
        <p class="note" role="alert">
          {problem}
        </p>
      )}
      <p>
        {isDuty
          ? 'Для вашей роли он обязателен: сразу нужно будет включить новый, например на другом телефоне.'
          : 'При входе останется только пароль.'}{' '}
        Введите код из телефона или запасной код.
      </p>
      <form method="post" action={addresses.secondFactorOff} class="sign-in">
        <input type="hidden" name={tokenField} value={token} />
        <div class="field">
          <label for="code">Код</label>
          <input id="code" name="code" autocomplete="one-time-code" required />
        </div>
        <button type="submit">Отключить</button>
      </form>
    </>
  )
}

/** Black on white in the dark too: telephones read nothing else for sure. */
function QrCode({ text }: { text: string }) {
  const { data, size } = encode(text, { ecc: 'M', border: 4 })
  const path = data
    .flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])))
    .join('')
  return (
    <svg class="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label="QR-код для программы на телефоне">
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" shape-rendering="crispEdges" />
    </svg>
  )
}
