import { russianDate } from '../../calendar/index.js'
import { addresses } from '../addresses.js'
import { tokenField } from '../csrf.js'
import { isDay } from '../days.js'
import type { KeptForm } from '../log-in.js'

interface Returning {
  readonly token: string
  /** Where one was. */
  readonly next: string
  /** What was being sent from there, as text; null where nothing was. */
  readonly kept: string | null
}

interface LogInProps extends Returning {
  readonly login: string
  readonly problem: string | null
  /** Name of the organisation's own log-in; null where there is none. */
  readonly openId: string | null
}

export function LogInForm({ login, problem, openId, ...returning }: LogInProps) {
  const { next, kept } = returning
  return (
    <>
      <h1>Вход</h1>
      {kept !== null && (
        <p class="note">
          Сеанс закончился. То, что вы отправляли, сохранено: войдите, и можно будет отправить.
        </p>
      )}
      {problem !== null && (
        <p class="note" role="alert">
          {problem}
        </p>
      )}
      <form method="post" action={addresses.logIn()} class="sign-in">
        <ReturnFields {...returning} />
        <div class="field">
          <label for="login">Имя для входа</label>
          <input
            id="login"
            name="login"
            value={login}
            autocomplete="username"
            autocapitalize="none"
            spellcheck={false}
            autofocus={login === ''}
            required
          />
        </div>
        <div class="field">
          <label for="password">Пароль</label>
          <input
            type="password"
            id="password"
            name="password"
            autocomplete="current-password"
            autofocus={login !== ''}
            required
          />
        </div>
        <button type="submit">Войти</button>
      </form>
      {openId !== null &&
        (kept === null ? (
          <p>
            <a href={addresses.logInOpenId(next)}>Войти через {openId}</a>
          </p>
        ) : (
          // What was being sent stays here meanwhile: it is more than an address, or a cookie, can carry.
          <form method="post" action={addresses.logInOpenId()} class="actions">
            <ReturnFields {...returning} />
            <button type="submit" class="second">
              Войти через {openId}
            </button>
          </form>
        ))}
      <p class="soft">Забыли пароль? Новый даст администратор программы.</p>
    </>
  )
}

export function CodeForm({ problem, ...returning }: Returning & { readonly problem: string | null }) {
  return (
    <>
      <h1>Код из телефона</h1>
      {problem !== null && (
        <p class="note" role="alert">
          {problem}
        </p>
      )}
      <form method="post" action={addresses.logInCode} class="sign-in">
        <ReturnFields {...returning} />
        <div class="field">
          <label for="code">Шесть цифр из программы на телефоне</label>
          <input id="code" name="code" autocomplete="one-time-code" autofocus required />
        </div>
        <button type="submit">Продолжить</button>
      </form>
      <p class="soft">Телефона нет под рукой? Введите один из запасных кодов.</p>
    </>
  )
}

function ReturnFields({ token, next, kept }: Returning) {
  return (
    <>
      <input type="hidden" name={tokenField} value={token} />
      <input type="hidden" name="next" value={next} />
      {kept !== null && <input type="hidden" name="kept" value={kept} />}
    </>
  )
}

/** What people typed, as they know it; null for what only the program reads: choices, numbers, names of buttons. */
function typedText(value: string): string | null {
  if (isDay(value)) return russianDate(value)
  return /[\p{Script=Cyrillic}\s]/u.test(value.trim()) ? value : null
}

/** A form may lead to no other server (`form-action`), so a link does. */
export function ToOpenId({ openId, next }: { readonly openId: string; readonly next: string }) {
  return (
    <>
      <h1>Вход</h1>
      <p>То, что вы отправляли, сохранено на десять минут.</p>
      <p>
        <a class="button" href={addresses.logInOpenId(next)} autofocus>
          Войти через {openId}
        </a>
      </p>
    </>
  )
}

interface KeptProps {
  readonly token: string
  readonly next: string
  readonly form: KeptForm
}

/** Sent by a human, never by itself: who is logged in now may be another person. */
export function KeptFormPage({ token, next, form }: KeptProps) {
  const shown = form.flatMap(([, value]) => typedText(value) ?? [])
  return (
    <>
      <h1>Вы снова вошли</h1>
      <p class="note">
        Ваш сеанс закончился, пока вы заполняли форму, поэтому она ещё не принята. Проверьте и отправьте её.
      </p>
      {shown.length > 0 && (
        <ul class="kept">
          {shown.map((value, index) => (
            <li key={index}>{value}</li>
          ))}
        </ul>
      )}
      <form method="post" action={next} class="actions">
        <input type="hidden" name={tokenField} value={token} />
        {form.map(([name, value], index) => (
          <input type="hidden" name={name} value={value} key={index} />
        ))}
        <button type="submit">Отправить</button>
        <a href="/">Не отправлять</a>
      </form>
    </>
  )
}
