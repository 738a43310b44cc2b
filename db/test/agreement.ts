import { appRouter } from '#server/api/router.ts'
import { createCallerFactory } from '#server/api/trpc.ts'
import { type Random } from '#db/seed/random.ts'
import { scopeOfMember } from '#server/platform/actor.ts'
import { dayAfter, dayIn, type Facts, sum } from './facts.ts'
import { browser } from './people.ts'
import * as ledger from './recount.ts'
import * as waiting from './recount-waiting.ts'

type Pages = ReturnType<typeof pagesOf>

/** The procedures as the pages of a seller call them: in process, through the ladder, with an account that is open. */
export function pagesOf(sellerId: number) {
  const scope = scopeOfMember(sellerId, 'viewer')
  const store = { sellerId, externalId: 'shop', name: 'Shop', role: scope.role, status: 'open', timeZone: 'UTC' } as const
  const person = { userId: 0, sessionId: '', email: '', emailConfirmed: true, name: '', locale: 'en', demo: false } as const
  const proof = { method: 'password', secondFactor: true, secondFactorAge: 0, factors: { totp: true, passkeys: 0 }, staff: [] } as const
  const session = { ...person, ...proof, stores: [store], scope }
  return createCallerFactory(appRouter)({ session, trace: '', browser: browser(), ours: true, answer: new Headers() })
}

/**
 * What pages don't count: when they were true, by which word one knows that they still are, and words that follow from a reason's
 * name. Everything else that a procedure answers must be recounted, also what it may come to answer one day.
 */
const noFigures = new Set(['asOf', 'state', 'acts'])

/** Where two answers differ: paths with what is shown and what was recounted. */
export function differences(shown: unknown, recounted: unknown, path = ''): string[] {
  if (isTree(shown) && isTree(recounted)) {
    const keys = [...new Set([...Object.keys(shown), ...Object.keys(recounted)])].filter((key) => !noFigures.has(key))
    return keys.flatMap((key) => differences(shown[key], recounted[key], `${path}.${key}`))
  }
  return Object.is(shown, recounted) ? [] : [`${path}: ${String(shown)} is shown, ${String(recounted)} recounted`]
}

function isTree(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

const rowsOfPage = 60
const minor = (amount: string) => BigInt(amount.replace('.', ''))

/** Asks for everything that the overview shows. */
async function overview(api: Pages, facts: Facts): Promise<string[]> {
  const [shown, now, ahead] = await Promise.all([api.balances.overview(), api.balances.now(), api.forecast.summary()])
  return [
    ...differences(shown, ledger.overview(facts), 'overview'),
    ...differences(now, ledger.balances(facts), 'balances'),
    ...differences(ahead, waiting.summary(facts), 'summary'),
  ]
}

async function why(api: Pages, facts: Facts, currency: string): Promise<string[]> {
  const shown = await api.forecast.why({ currency })
  const size = ({ amount }: { amount: string }) => Math.abs(Number(amount))
  const unordered = shown.reasons.some((reason, at) => at > 0 && size(reason) > size(shown.reasons[at - 1] ?? reason))
  const { total, available } = shown.balance
  const adds = sum(shown.reasons, ({ amount }) => minor(amount)) === minor(total) - minor(available)
  const byName = shown.reasons.toSorted((a, b) => (a.reason < b.reason ? -1 : 1))
  return [
    ...(unordered ? [`why ${currency}: a smaller reason stands before a larger one`] : []),
    ...(adds ? [] : [`why ${currency}: the reasons don’t add up to total − available`]),
    ...differences({ ...shown, reasons: byName }, waiting.why(facts, currency), `why ${currency}`),
  ]
}

async function calendar(api: Pages, facts: Facts, currency: string, random: Random): Promise<string[]> {
  const today = dayIn(facts.zone, facts.now)
  const days = waiting.partsOf(facts, currency).flatMap(({ day }) => day ?? [])
  const on = random.pick([null, 'past', 'later', 'undated', today, dayAfter(today, 7), ...days])
  const horizon = random.pick([30, 60, 90] as const)
  const shown = await api.forecast.calendar({ currency, horizon, on })
  const places = [shown.past, ...shown.days, shown.later, shown.undated]
  const { pending, frozen, reserve } = shown.balance
  const adds =
    sum(places, (place) => minor(place.confirmed) + minor(place.atRisk)) === minor(pending) + minor(frozen) &&
    sum(places, (place) => minor(place.margin)) === minor(reserve)
  return [
    ...(adds ? [] : [`calendar ${currency}: past + days + later + no date yet aren’t pending + frozen, or margins not reserve`]),
    ...differences(shown, waiting.calendar(facts, currency, horizon, on), `calendar ${currency} ${horizon} ${on}`),
  ]
}

async function activity(api: Pages, facts: Facts, currency: string): Promise<string[]> {
  const wrong: string[] = []
  let place: { before: number } | null = null
  for (const [number, page] of ledger.pages(facts, currency, rowsOfPage).entries()) {
    const shown = await api.activity.list({ currency, place, limit: rowsOfPage })
    wrong.push(...differences(shown, page, `activity ${currency} page ${number + 1}`))
    place = { before: page.older ?? 1 }
  }
  return wrong
}

/** A day on which something moved, and its neighbour. */
async function days(api: Pages, facts: Facts, currency: string, random: Random): Promise<string[]> {
  const today = dayIn(facts.zone, facts.now)
  const moved = ledger.bookOf(facts, currency).map(({ bookedAt }) => dayIn(facts.zone, bookedAt))
  const date = random.pick([today, ...moved])
  const asked = [date, dayAfter(date, -1)]
  const shown = await Promise.all(asked.map((one) => api.activity.day({ currency, date: one })))
  return asked.flatMap((one, at) => differences(shown[at], ledger.day(facts, currency, one), `day ${currency} ${one}`))
}

/** One row's own page, with what else its order moved. */
async function movement(api: Pages, facts: Facts, currency: string, random: Random): Promise<string[]> {
  const { length } = ledger.bookOf(facts, currency)
  if (length === 0) return []
  const version = random.whole(1, length)
  const { entry, balanceBefore, totalAfter, related, together } = await api.activity.movement({ currency, version })
  const shown = { entry, balanceBefore, totalAfter, related, together }
  return differences(shown, ledger.movement(facts, currency, version), `movement ${currency} ${version}`)
}

/** The sums above the list of releases. */
async function releases(api: Pages, facts: Facts): Promise<string[]> {
  const { summary } = await api.releases.list({ limit: 1 })
  return differences(summary, waiting.releases(facts), 'releases')
}

/**
 * Everything in which the pages of a seller don't say what their rows in the database come to.
 * @param random which days, and how far a page is asked to look
 */
export async function disagreements(sellerId: number, facts: Facts, random: Random): Promise<string[]> {
  const api = pagesOf(sellerId)
  const ofAll = [overview(api, facts), releases(api, facts)]
  const ofEach = ledger
    .currenciesOf(facts)
    .flatMap((currency) => [
      why(api, facts, currency),
      calendar(api, facts, currency, random),
      activity(api, facts, currency),
      days(api, facts, currency, random),
      movement(api, facts, currency, random),
    ])
  return (await Promise.all([...ofAll, ...ofEach])).flat()
}
