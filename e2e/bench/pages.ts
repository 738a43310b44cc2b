import type { Answer } from './caller.ts'
import { apiPaths } from '#server/platform/paths.ts'
import { Caller } from './caller.ts'
import { drive, type Load } from './load.ts'
import { type Bench, interleaved, type Measure } from './measure.ts'
import { signInAsOwner } from './session.ts'

function fine(answer: Answer): number {
  if (answer.status !== 200) throw new Error(`${answer.status} ${answer.body.slice(0, 300)}`)
  return 1
}

/** Requests one path repeatedly from 16 callers, up to a time or a number of calls. */
export async function ask(bench: Bench, path: string, cookie: string, limit: { seconds?: number; calls?: number }): Promise<Load> {
  const caller = new Caller(bench.portal.credentials.url, 16)
  let left = limit.calls ?? Infinity
  const next = () => (left-- > 0 ? caller.call(path, { headers: { cookie } }) : null)
  try {
    return await drive({ callers: 16, ...(limit.seconds === undefined ? {} : { seconds: limit.seconds }), next, units: fine })
  } finally {
    caller.close()
  }
}

const bare = '/api/bare-constant'
const balancesPathOf = (store: string) =>
  `${apiPaths.procedure('balances.now')}?batch=1&input=${encodeURIComponent(JSON.stringify({ 0: { json: { store } } }))}`

/** Calls per second of the balance procedure through tRPC with a session ÷ those of a bare handler that returns a constant. */
export const balanceProcedure: Measure = async (bench) => {
  const { cookie, store } = await signInAsOwner(bench)
  const balancesPath = balancesPathOf(store)
  const seconds = bench.size.seconds
  for (const path of [balancesPath, bare]) await ask(bench, path, cookie, { calls: bench.size.views / 5 })
  const { value, reference, ratio } = await interleaved(
    bench,
    'balance-procedure',
    async () => (await ask(bench, balancesPath, cookie, { seconds })).perSecond,
    async () => (await ask(bench, bare, cookie, { seconds })).perSecond,
  )
  return [{ name: 'balance-procedure', value, unit: 'requests/s', reference, ratio }]
}
