import { addresses } from '../addresses.js'

/** Ends or begins again one kind of letter; a link alone does nothing, since mail programs open links to look at them. */
export function MutePage({ token, muted }: { token: string; muted: boolean }) {
  return (
    <>
      <h1>{muted ? 'Эти письма больше не приходят' : 'Больше не присылать эти письма?'}</h1>
      <p>
        {muted
          ? 'Остальные письма программы, если вы их получаете, приходят как прежде.'
          : 'Перестанут приходить только такие письма, как то, из которого вы сюда перешли.'}
      </p>
      <form method="post" action={addresses.letter(token)}>
        {muted && <input type="hidden" name="again" value="yes" />}
        <button type="submit">{muted ? 'Присылать снова' : 'Не присылать'}</button>
      </form>
    </>
  )
}
