import type { Answer, Served } from './served.js'

/** A browser in short: it keeps cookies, follows nothing by itself, and sends forms as their pages made them. */
export interface Visitor {
  get(path: string, headers?: Record<string, string>): Promise<Answer>
  /** Sends the form that the last page had with this action, with what is typed put into its fields. */
  submit(action: string, typed?: Readonly<Record<string, string>>): Promise<Answer>
  post(path: string, fields: readonly (readonly [string, string])[]): Promise<Answer>
  readonly cookies: Map<string, string>
  logIn(login: string, password: string, next?: string): Promise<Answer>
}

const text = (html: string) =>
  html.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')

/** Fields of the form as the page filled them in. */
export function fieldsOf(page: string, action: string): [string, string][] {
  const forms = [...page.matchAll(/<form[^>]*action="([^"]*)"[^>]*>(.*?)<\/form>/gs)]
  const form = forms.find(match => text(String(match[1])) === action)
  if (!form) throw new Error(`no form for ${action}`)
  return [...String(form[2]).matchAll(/<input([^>]*)>/g)].flatMap(([, attributes = '']) => {
    const of = (name: string) => new RegExp(`\\b${name}="([^"]*)"`).exec(attributes)?.[1] ?? ''
    return of('name') === '' ? [] : [[of('name'), text(of('value'))] as [string, string]]
  })
}

export function visitor(served: Pick<Served, 'get' | 'post'>): Visitor {
  const cookies = new Map<string, string>()
  let page = ''
  const sent = () => ({ cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') })
  function kept(answer: Answer): Answer {
    for (const line of [answer.headers['set-cookie'] ?? []].flat()) {
      const [name = '', value = ''] = (line.split(';')[0] ?? '').split('=')
      if (/Max-Age=0/.test(line)) cookies.delete(name)
      else cookies.set(name, value)
    }
    if (answer.text !== '') page = answer.text
    return answer
  }
  const self: Visitor = {
    cookies,
    get: async (path, headers = {}) => kept(await served.get(path, { ...sent(), ...headers })),
    post: async (path, fields) => kept(await served.post(path, fields, sent())),
    submit(action, typed = {}) {
      const fields = fieldsOf(page, action).map(([name, value]) => [name, typed[name] ?? value] as const)
      return self.post(action, fields)
    },
    async logIn(login, password, next) {
      await self.get(next === undefined ? '/login' : `/login?next=${encodeURIComponent(next)}`)
      return self.submit('/login', { login, password })
    },
  }
  return self
}
