import { apiPaths } from '#server/platform/paths.ts'
import { type Answer, lost } from '../_ui/call.ts'

/**
 * Signs in through next-auth.
 * @param way `callback/password`, `callback/demo`, or `signin/marketplace`, which answers where to go next
 */
export async function signInBy(way: string, input: Record<string, string>): Promise<Answer<string>> {
  const csrf = await fetch(apiPaths.auth('csrf')).then(
    (answer) => answer.json() as Promise<{ csrfToken: string }>,
    () => null,
  )
  const answer = csrf && (await post(apiPaths.auth(way), { ...input, csrfToken: csrf.csrfToken, json: 'true' }))
  if (!answer || typeof answer.url !== 'string') return lost
  const error = new URL(answer.url, window.location.origin).searchParams.get('error')
  if (error === null || way.startsWith('signin/')) return { ok: true, data: answer.url }
  const [code = '', seconds] = error.split('.')
  return { ok: false, failure: { code, params: seconds ? { seconds } : {}, trace: null } }
}

async function post(url: string, body: unknown): Promise<Record<string, unknown> | null> {
  try {
    const answer = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
    return (await answer.json()) as Record<string, unknown>
  } catch {
    return null
  }
}
