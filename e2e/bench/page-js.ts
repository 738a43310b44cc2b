import { gzipSync } from 'node:zlib'
import { type StorePaths, storePaths } from '#server/platform/paths.ts'
import { Caller } from './caller.ts'
import type { Figure, Measure } from './measure.ts'
import { newestOrder, seller, signInAsNewcomer, signInAsOwner } from './session.ts'

const { orderId, lineId } = newestOrder

/** Every page of a store. */
export const pages: Readonly<Record<string, (to: StorePaths) => string>> = {
  overview: (to) => to.overview(),
  releases: (to) => to.releases(),
  order: (to) => to.order(orderId),
  requests: (to) => to.requests(),
  'new request': (to) => to.newRequest({ order: orderId, line: lineId }),
  activity: (to) => to.activity(seller.currency),
  entry: (to) => to.entry(seller.currency, 1),
  day: (to) => to.day(seller.currency),
  calendar: (to) => to.calendar(),
  why: (to) => to.why(),
  help: (to) => to.help(),
  settings: (to) => to.settings(),
  team: (to) => to.team(),
  security: (to) => to.security(),
  identity: (to) => to.identity(),
  open: (to) => to.open(),
}

/** The page that opens the account is shown only to a store whose account is not open. */
const ofNewcomers = 'open'

/**
 * The paths of a page's scripts, each once: those of its tags, and those that its components load as soon as they run. Without the
 * script for browsers without modules, because no supported browser fetches it.
 */
export function scriptsOf(html: string): string[] {
  const old = new Set([...html.matchAll(/<script[^>]*\bnoModule\b[^>]*>/gi)].flatMap(([tag]) => tag.match(script) ?? []))
  return [...new Set(html.match(script) ?? [])].filter((path) => !old.has(path))
}

const script = /\/_next\/static\/chunks\/[\w.~/-]+\.js/g

/** The scripts of a first visit to each page, gzipped, in KB of 1,000 bytes: `overview-js` of the overview, `page-js` of the others. */
export const overviewJs: Measure = async (bench) => {
  const [owner, newcomer] = [await signInAsOwner(bench), await signInAsNewcomer(bench)]
  const caller = new Caller(bench.portal.credentials.url, 4)
  const sizes = new Map<string, number>()
  const sizeOf = async (path: string) => {
    const known = sizes.get(path)
    if (known !== undefined) return known
    const { status, body } = await caller.call(path)
    if (status !== 200) throw new Error(`${path} answered ${status}`)
    const size = gzipSync(body).length
    sizes.set(path, size)
    return size
  }
  try {
    const figures: Figure[] = []
    for (const [page, address] of Object.entries(pages)) {
      const { cookie, store } = page === ofNewcomers ? newcomer : owner
      const { status, body } = await caller.call(address(storePaths(store)), { headers: { cookie } })
      const scripts = scriptsOf(body)
      if (status !== 200 || scripts.length === 0) throw new Error(`${page} answered ${status} with ${scripts.length} scripts`)
      let bytes = 0
      for (const path of scripts) bytes += await sizeOf(path)
      figures.push({
        name: page === 'overview' ? 'overview-js' : `page-js ${page}`,
        value: bytes / 1000,
        unit: 'KB',
        reference: null,
        ratio: null,
      })
    }
    return figures
  } finally {
    caller.close()
  }
}
