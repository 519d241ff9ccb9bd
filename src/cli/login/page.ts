/**
 * The page to which the platform sends the browser back. A token stands in the fragment, which no server ever gets,
 * so the page itself hands on what the address says and wipes it from the address bar and the history.
 */

const style =
  'body{font:18px/1.5 system-ui,sans-serif;max-width:36em;margin:12vh auto;padding:0 1em;color:#1b2330}h1{font-size:1.4em}'

const script = `
const say = (title, text) => {
  document.querySelector('h1').textContent = title
  document.querySelector('p').textContent = text
}
const body = new URLSearchParams({ query: location.search.slice(1), fragment: location.hash.slice(1) })
history.replaceState(null, '', location.pathname)
fetch(location.pathname, { method: 'POST', body, redirect: 'error' })
  .then(answer => answer.json())
  .then(({ title, text }) => say(title, text))
  .catch(() => say('Программа не отвечает', 'Вернитесь в окно, где запущена команда auth login, и повторите её.'))
`

export function callbackPage(nonce: string): string {
  return `<!doctype html>
<html lang="ru">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Вход — dnevnik-bridge</title>
<style nonce="${nonce}">${style}</style>
</head>
<body>
<main role="status">
<h1>Передаю программе…</h1>
<p>Это займёт секунду.</p>
<noscript>Браузер не выполняет сценарии. Скопируйте адрес этой страницы целиком и вставьте его в программу: dnevnik-bridge auth login --paste</noscript>
</main>
<script nonce="${nonce}">${script}</script>
</body>
</html>
`
}
