import { NextRequest } from 'next/server'
import { paths } from '#server/platform/paths.ts'
import { sessionOf } from './people.ts'

/** A client with a cookie jar for the portal and the seller centre. They share a host, so browsers share their cookies too. */
export class PortalBrowser {
  readonly jar = new Map<string, string>()

  constructor(
    private readonly portal: string,
    private readonly answerAuth: (request: NextRequest, context: { params: Promise<{ nextauth: string[] }> }) => Promise<Response>,
  ) {}

  #cookies() {
    return [...this.jar].map(([name, value]) => `${name}=${value}`).join('; ')
  }

  #keep(answer: Response): Response {
    for (const line of answer.headers.getSetCookie()) {
      const [pair = '', ...attributes] = line.split(';')
      const [name, value] = [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]
      const gone = value === '' || attributes.some((one) => /^\s*(max-age=0|expires=Thu, 01 Jan 1970)/i.test(one))
      if (gone) this.jar.delete(name)
      else this.jar.set(name, value)
    }
    return answer
  }

  async call(path: string, body?: Record<string, string>, headers: Record<string, string> = {}): Promise<Response> {
    const all = { cookie: this.#cookies(), ...(body ? { origin: this.portal, 'content-type': 'application/json' } : {}), ...headers }
    const init = body ? { method: 'POST', body: JSON.stringify(body), headers: all } : { headers: all }
    return this.ask(new NextRequest(new URL(path, this.portal), init))
  }

  async ask(request: NextRequest): Promise<Response> {
    const nextauth = request.nextUrl.pathname.replace('/api/auth/', '').split('/')
    return this.#keep(await this.answerAuth(request, { params: Promise.resolve({ nextauth }) }))
  }

  async post(action: string, body: Record<string, string> = {}): Promise<{ status: number; url: string }> {
    const { csrfToken } = (await (await this.call('/api/auth/csrf')).json()) as { csrfToken: string }
    const answer = await this.call(`/api/auth/${action}`, { ...body, csrfToken, json: 'true' })
    return { status: answer.status, url: ((await answer.json()) as { url: string }).url }
  }

  /** Signs in at the seller centre. @returns the address with the code that it redirects to */
  async toCallback(): Promise<string> {
    let { url } = await this.post('signin/marketplace', { callbackUrl: paths.secondFactor() })
    for (let hop = 0; !url.startsWith(this.portal); hop++) {
      if (hop > 10) throw new Error(`lost at ${url}`)
      const answer = this.#keep(await fetch(url, { redirect: 'manual', headers: { cookie: this.#cookies() } }))
      const next = answer.headers.get('location')
      if (!next) throw new Error(`${answer.status} at ${url}: ${await answer.text()}`)
      url = new URL(next, url).href
    }
    return url.slice(this.portal.length)
  }

  /** Runs the whole sign-on. @returns the path of the page where it ends */
  async signOn(): Promise<string> {
    const answer = await this.call(await this.toCallback())
    return new URL(answer.headers.get('location') ?? '', this.portal).href.slice(this.portal.length)
  }

  session() {
    const session = this.jar.get('session')
    return session === undefined ? null : sessionOf({ session, device: null })
  }
}
