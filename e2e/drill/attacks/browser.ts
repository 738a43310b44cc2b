import { storePaths } from '#server/platform/paths.ts'
import type { Portal } from './portal.ts'

/** A procedure's answer: its value, or the code of the refusal. */
// oxlint-disable-next-line typescript/no-explicit-any -- answers of many shapes
export type Answer = { readonly ok: true; readonly value: any } | { readonly ok: false; readonly code: string }

export type Stream = { readonly ended: Promise<void>; readonly isOpen: () => boolean }

let counter = 0

/** A browser with cookies and an IP address of its own, which calls the portal as its pages do. */
export class Browser {
  readonly jar = new Map<string, string>()
  readonly #address = `203.0.${Math.floor(++counter / 250) % 250}.${counter % 250}`

  constructor(readonly portal: Portal) {}

  /** Another browser with the same cookies, as after a theft. */
  copy(): Browser {
    const copy = new Browser(this.portal)
    for (const [name, value] of this.jar) copy.jar.set(name, value)
    return copy
  }

  /** A copy without the session cookie, still a browser that the account knows. */
  signedOut(): Browser {
    const copy = this.copy()
    copy.jar.delete('session')
    return copy
  }

  /** Calls a tRPC procedure as a page's script does. */
  async call(path: string, input?: unknown, kind: 'query' | 'mutation' = 'mutation'): Promise<Answer> {
    const json = JSON.stringify({ json: input ?? null, ...(input === undefined ? { meta: { values: ['undefined'] } } : {}) })
    const response =
      kind === 'mutation'
        ? await this.fetch(`/api/trpc/${path}`, { method: 'POST', body: json })
        : await this.fetch(`/api/trpc/${path}?input=${encodeURIComponent(json)}`)
    const body = (await response.json()) as {
      result?: { data?: { json?: unknown } }
      error?: { json?: { data?: { code?: string } }; code?: string }
    }
    if (body.error) return { ok: false, code: body.error.json?.data?.code ?? body.error.code ?? String(response.status) }
    return { ok: true, value: body.result?.data?.json }
  }

  /** Signs in with e-mail and password. @returns whether the portal accepted the first factor */
  async signIn(email: string, password: string): Promise<boolean> {
    const { status } = await this.#auth('callback/password', { email, password })
    return status === 200 && this.jar.has('session')
  }

  /** Signs in by the marketplace's sign-on, with the account that the provider has open. @returns whether that began a session */
  async signOn(): Promise<boolean> {
    const before = this.jar.get('session')
    // Removes the provider's own cookies: an older session there must not decide who signs in.
    for (const name of this.jar.keys()) if (name.startsWith('_')) this.jar.delete(name)
    let { url } = await this.#auth('signin/marketplace', { callbackUrl: '/' })
    for (let hop = 0; hop < 10 && !url.startsWith(this.portal.origin); hop++) {
      const answer = this.#keep(await fetch(url, { redirect: 'manual', headers: { cookie: this.#cookies() } }))
      url = new URL(answer.headers.get('location') ?? this.portal.origin, url).href
    }
    if (url.startsWith(this.portal.origin)) await this.fetch(url.slice(this.portal.origin.length))
    const after = this.jar.get('session')
    return after !== undefined && after !== before
  }

  /** Opens a live stream of the store's figures; null if it is refused. */
  async listen(store: string): Promise<Stream | null> {
    const end = new AbortController()
    const response = await this.fetch(storePaths(store).live(), {
      headers: { accept: 'text/event-stream' },
      signal: end.signal,
    })
    const reader = response.body?.getReader()
    if (!response.ok || !reader) return null
    const first = await reader.read()
    if (first.done) return null
    let isOpen = true
    const ended = (async () => {
      // A stream that is told to reconnect has ended too, because the gate checks the new one.
      for (let part = await reader.read(); !part.done; part = await reader.read());
    })()
      .catch(() => {})
      .finally(() => {
        isOpen = false
      })
    this.portal.onStop(() => end.abort())
    return { ended, isOpen: () => isOpen }
  }

  async fetch(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = {
      cookie: this.#cookies(),
      'x-forwarded-for': this.#address,
      'user-agent': 'Mozilla/5.0 (drill)',
      ...(init.method === 'POST' ? { origin: this.portal.origin, 'content-type': 'application/json' } : {}),
      ...(init.headers as Record<string, string>),
    }
    return this.#keep(await fetch(`${this.portal.url}${path}`, { redirect: 'manual', ...init, headers }))
  }

  async #auth(action: string, body: Record<string, string>): Promise<{ status: number; url: string }> {
    const { csrfToken } = (await (await this.fetch('/api/auth/csrf')).json()) as { csrfToken: string }
    const answer = await this.fetch(`/api/auth/${action}`, { method: 'POST', body: JSON.stringify({ ...body, csrfToken, json: 'true' }) })
    const { url } = (await answer.json()) as { url?: string }
    return { status: answer.status, url: url ?? this.portal.origin }
  }

  #cookies(): string {
    return [...this.jar].map(([name, value]) => `${name}=${value}`).join('; ')
  }

  #keep(answer: Response): Response {
    for (const line of answer.headers.getSetCookie()) {
      const [pair = '', ...attributes] = line.split(';')
      const [name, value] = [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]
      const isGone = value === '' || attributes.some((one) => /^\s*(max-age=0|expires=Thu, 01 Jan 1970)/i.test(one))
      if (isGone) this.jar.delete(name)
      else this.jar.set(name, value)
    }
    return answer
  }
}
