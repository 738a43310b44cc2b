import { type Random, randomOf } from '#demo/random.ts'
import type { Place } from '#server/activity/schema.ts'
import type { ListQuery } from '#server/releases/schema.ts'
import { differences, type Pages } from './answers.ts'
import { dayAfter, dayIn, type Facts, sum } from './facts.ts'
import { anyFilter, anyList, everything } from './questions.ts'
import * as ledger from './recount.ts'
import * as activity from './recount-activity.ts'
import * as releases from './recount-releases.ts'
import * as waiting from './recount-waiting.ts'

type OfStore = { readonly api: Pages; readonly facts: Facts; readonly random: Random }
type OfCurrency = OfStore & { readonly currency: string }

const minor = (amount: string) => BigInt(amount.replace('.', ''))
const empty = (facts: Facts, currency: string) => ledger.bookOf(facts, currency).length === 0

type Paging<Place, Page> = {
  readonly at: (place: Place | null, limit: number) => Page
  /** The cursor of the next page in each direction; null if the page has none. */
  readonly down: (page: Page) => Place | null
  readonly up: (page: Page) => Place | null
}

/** Every expected page of a list with its cursor: first following `down` to the last page, then `up` back to the first. */
function thereAndBack<Place, Page>({ at, down, up }: Paging<Place, Page>, limit: number): { place: Place | null; page: Page }[] {
  const pages: { place: Place | null; page: Page }[] = []
  const go = (first: Place | null, on: typeof down) => {
    for (let place = first; ;) {
      const page = at(place, limit)
      pages.push({ place, page })
      place = on(page)
      if (place === null) return page
    }
  }
  const back = up(go(null, down))
  if (back !== null) go(back, up)
  return pages
}

/** A page size with which a list has one to five pages (at most 100 rows a page). */
const limitFor = (rows: number, random: Random) => Math.min(100, Math.max(1, Math.ceil(rows / random.whole(1, 5))))

/** For each procedure of a store: calls it and returns the differences from the recount. */
const ofStore = {
  async 'balances.overview'({ api, facts }: OfStore) {
    const recounted = ledger.overview(facts)
    const expected = { ...recounted, ...waiting.withAhead(facts, recounted.balances) }
    return differences(await api.balances.overview(), expected, 'balances.overview', {})
  },

  async 'balances.now'({ api, facts }: OfStore) {
    return differences(await api.balances.now(), ledger.balances(facts), 'balances.now', {})
  },

  async 'releases.list'({ api, facts, random }: OfStore) {
    const query = anyList(facts, random)
    const paging: Paging<NonNullable<ListQuery['place']>, ReturnType<typeof releases.list>> = {
      at: (place, limit) => releases.list(facts, query, place, limit),
      down: ({ next }) => (next === null ? null : { next }),
      up: ({ previous }) => (previous === null ? null : { previous }),
    }
    const limit = limitFor(paging.at(null, Infinity).lines.length, random)
    const wrong = thereAndBack(paging, limit).map(async ({ place, page }) => {
      const asked = { ...query, place, limit }
      return differences(await api.releases.list(asked), page, 'releases.list', asked)
    })
    return (await Promise.all(wrong)).flat()
  },

  async 'releases.order'({ api, facts, random }: OfStore) {
    const orderId = random.pick(['nothing', ...facts.lines.map(({ orderId }) => orderId)])
    return differences(await api.releases.order({ orderId }), releases.order(facts, orderId), 'releases.order', { orderId })
  },
}

/** The same, for procedures of one currency. */
const ofCurrency = {
  async 'forecast.why'({ api, facts, currency }: OfCurrency) {
    const shown = await api.forecast.why({ currency })
    const size = ({ amount }: { amount: string }) => Math.abs(Number(amount))
    const unordered = shown.reasons.some((reason, at) => at > 0 && size(reason) > size(shown.reasons[at - 1] ?? reason))
    const { total, available } = shown.balance
    const adds = sum(shown.reasons, ({ amount }) => minor(amount)) === minor(total) - minor(available)
    const byName = shown.reasons.toSorted((a, b) => (a.reason < b.reason ? -1 : 1))
    return [
      ...(unordered ? [`forecast.why: a smaller reason stands before a larger one in ${currency}`] : []),
      ...(adds ? [] : [`forecast.why: the reasons don’t add up to total − available in ${currency}`]),
      ...differences({ ...shown, reasons: byName }, waiting.why(facts, currency), 'forecast.why', { currency }),
    ]
  },

  async 'forecast.calendar'({ api, facts, currency, random }: OfCurrency) {
    const today = dayIn(facts.zone, facts.now)
    const days = waiting.partsOf(facts, currency).flatMap(({ day }) => day ?? [])
    const on = random.pick([null, 'past', 'later', 'undated', today, dayAfter(today, 7), ...days])
    const asked = { currency, horizon: random.pick([30, 60, 90] as const), on }
    const shown = await api.forecast.calendar(asked)
    const places = [shown.past, ...shown.days, shown.later, shown.undated]
    const { pending, frozen, reserve } = shown.balance
    const adds =
      sum(places, (place) => minor(place.confirmed) + minor(place.atRisk)) === minor(pending) + minor(frozen) &&
      sum(places, (place) => minor(place.margin)) === minor(reserve)
    return [
      ...(adds ? [] : [`forecast.calendar: ${currency}’s days and what is outside aren’t pending + frozen, or margins not reserve`]),
      ...differences(shown, waiting.calendar(facts, currency, asked.horizon, on), 'forecast.calendar', asked),
    ]
  },

  /** The whole book, and the book with filters. */
  async 'activity.list'({ api, facts, currency, random }: OfCurrency) {
    const filters = [everything, ...(empty(facts, currency) ? [] : [1, 2].map(() => anyFilter(facts, currency, random)))]
    const wrong = filters.flatMap((filter) => {
      const paging: Paging<NonNullable<Place>, ReturnType<typeof activity.page>> = {
        at: (place, limit) => activity.page(facts, currency, filter, place, limit),
        down: ({ older }) => (older === null ? null : { before: older }),
        up: ({ newer }) => (newer === null ? null : { after: newer }),
      }
      const limit = limitFor(paging.at(null, Infinity).entries.length, random)
      return thereAndBack(paging, limit).map(async ({ place, page }) => {
        const asked = { currency, filter, place, limit }
        return differences(await api.activity.list(asked), page, 'activity.list', asked)
      })
    })
    return (await Promise.all(wrong)).flat()
  },

  /** A day (often one with movements) and the day before it. */
  async 'activity.day'({ api, facts, currency, random }: OfCurrency) {
    const moved = ledger.bookOf(facts, currency).map(({ bookedAt }) => dayIn(facts.zone, bookedAt))
    const date = random.pick([dayIn(facts.zone, facts.now), ...moved])
    const wrong = [date, dayAfter(date, -1)].map(async (date) =>
      differences(await api.activity.day({ currency, date }), ledger.day(facts, currency, date), 'activity.day', { currency, date }),
    )
    return (await Promise.all(wrong)).flat()
  },

  /** The page of one movement, opened from the whole list or from a filtered one. */
  async 'activity.movement'({ api, facts, currency, random }: OfCurrency) {
    if (empty(facts, currency)) return []
    const filter = random.chance(0.3) ? everything : anyFilter(facts, currency, random)
    const asked = { currency, version: random.pick(ledger.bookOf(facts, currency)).version, filter }
    const recounted = activity.movement(facts, currency, asked.version, filter)
    return differences(await api.activity.movement(asked), recounted, 'activity.movement', asked)
  },
}

export type Procedure = keyof typeof ofStore | keyof typeof ofCurrency

/**
 * Compares a seller's pages with a recount from the rows in the database. Returns the differences.
 * @param seed seeds the choice of days, rows and filters
 * @param only the only procedure to call; by default all
 */
export async function disagreements(api: Pages, facts: Facts, seed: string, only?: Procedure): Promise<string[]> {
  const random = (...about: string[]) => randomOf(seed, facts.movements.length, ...about)
  const asked = <Check>(checks: Record<string, Check>) => Object.entries(checks).filter(([name]) => only === undefined || only === name)
  const lies = [
    ...asked(ofStore).map(([name, check]) => check({ api, facts, random: random(name) })),
    ...ledger
      .currenciesOf(facts)
      .flatMap((currency) => asked(ofCurrency).map(([name, check]) => check({ api, facts, currency, random: random(name, currency) }))),
  ]
  return (await Promise.all(lies)).flat()
}
