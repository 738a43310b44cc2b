import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import AxeBuilder from '@axe-core/playwright'
import { type BrowserContext, expect, type Page } from '@playwright/test'
import { people } from '#demo/people.ts'
import { scenesOf } from '#demo/scenes.ts'
import { shops, type StoryName } from '#demo/shops.ts'
import type { Locale } from '#server/platform/locale.ts'
import { isStoreCode, paths, type StorePaths, storePaths } from '#server/platform/paths.ts'
import { type Credentials, signed } from './bench/caller.ts'

// Helpers for journeys: the people of the demo, their marketplace's backend, and checks that apply to every page.

/** The first person of a story of the demo, with the seller id and name of their store. */
export function personOf(story: StoryName) {
  const person = people.find((one) => one.stores[0]?.story === story)
  const shop = shops.find((one) => one.story === story)
  if (!person || !shop) throw new Error(`nobody in the story ${story}`)
  return { ...person, sellerId: shop.sellerId, store: shop.name }
}

/** The instant at which the demo's clock started, epoch milliseconds. */
export const start = Date.parse(process.env.E2E_AT ?? '')

const china = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai', dateStyle: 'short' })

/** The day in China, YYYY-MM-DD, `days` days after the demo's start. */
export const dayOf = (days: number) => china.format(start + days * 86_400_000)

/** Shenzhen's open dispute over 1,204.50 USD: its order, and the day in China on which its money is expected. */
export const dispute = (() => {
  const { sellerId } = personOf('shenzhen')
  const hold = scenesOf(start).find(({ event }) => event.seller_id === sellerId && event.type === 'order.held')
  if (!hold) throw new Error('the demo has no dispute')
  const { order_id, until } = hold.event.data as { order_id: string; until: string }
  return { orderId: order_id, amount: '1,204.50', day: china.format(Date.parse(until)) }
})()

/** The time of the portal's clock, ISO 8601. The machine's clock may differ by years, so that events would lie in the future. */
export async function portalTime(): Promise<string> {
  const { url, key } = sandbox()
  const answer = await fetch(`${url}/api/v1/sellers/${personOf('quiet').sellerId}/balances`, {
    headers: { authorization: `Bearer ${key}` },
  })
  return ((await answer.json()) as { as_of: string }).as_of
}

/** Matches the address of an overview, to which a sign-in leads. */
export const overview = /:\d+\/[2-9][2-9a-z]{9}$/

/**
 * Waits until a page shows its content instead of its skeleton. The load event comes earlier, and Playwright doesn't wait before it
 * counts or reads elements or presses keys.
 */
export async function loaded(page: Page): Promise<void> {
  await expect(page.locator('[aria-busy=true]')).toHaveCount(0)
}

/** Signs in with one click, and waits for the overview. @param store name of the store to open, if the person has several */
export async function enter(page: Page, name: string, store?: string): Promise<StorePaths> {
  await page.goto(paths.signIn())
  await page.getByRole('button', { name: new RegExp(name) }).click()
  if (store !== undefined) {
    await page.waitForURL((url) => overview.test(url.href) || url.pathname === paths.home())
    // The link is on the page for the choice of a store, or in the menu of another store's page.
    await page.goto((await page.locator('a', { hasText: store }).first().getAttribute('href')) ?? '')
  }
  await page.waitForURL(overview)
  await loaded(page)
  return pagesOf(page)
}

/** The name of a member of the demo's staff who reads this language. */
export const staffOf = (locale: Locale) => people.find((one) => one.staff && one.locale === locale)?.name ?? ''

/** Signs in a member of the marketplace's staff with one click, and waits for their first page. */
export async function enterStaff(page: Page, name: string): Promise<void> {
  await page.goto(paths.signIn())
  await page.getByRole('button', { name: new RegExp(name) }).click()
  await page.waitForURL(`**${paths.staff()}`)
  await loaded(page)
}

/** The paths of the store whose page is open. */
export function pagesOf(page: Page): StorePaths {
  return storePaths(storeCodeOf(page))
}

/** The code of the store whose page is open. */
export function storeCodeOf(page: Page): string {
  const [, code = ''] = new URL(page.url()).pathname.split('/')
  if (!isStoreCode(code)) throw new Error(`${page.url()} is no page of a store`)
  return code
}

/** Opens another page of the store whose page is open, and waits for its content. */
export async function go(page: Page, to: (at: StorePaths) => string): Promise<void> {
  await page.goto(to(pagesOf(page)))
  await loaded(page)
}

/** The demo marketplace's API credentials, read from sandbox.env as a developer would. */
export function sandbox(): Credentials {
  const text = readFileSync(`${process.env.E2E_DATA}/sandbox.env`, 'utf8')
  const value = (name: string) => new RegExp(`^${name}=(.*)$`, 'm').exec(text)?.[1] ?? ''
  return { url: value('PORTAL_URL'), key: value('PORTAL_KEY'), secret: value('PORTAL_SECRET') }
}

/** Posts events of a seller as the marketplace's backend does, and expects each to be booked. */
export async function post(sellerId: string, ...events: { type: string; data: object }[]): Promise<void> {
  const occurred_at = await portalTime()
  const body = JSON.stringify({ events: events.map((event) => ({ id: randomUUID(), occurred_at, seller_id: sellerId, ...event })) })
  const credentials = sandbox()
  const answer = await fetch(`${credentials.url}/api/v1/events`, { method: 'POST', body, headers: signed(credentials, body) })
  const { results } = (await answer.json()) as { results: { status: string }[] }
  expect(results.map(({ status }) => status)).toEqual(events.map(() => 'posted'))
}

/** The event of a paid order without fees. @param amount decimal string */
export function paid(amount: string, currency = 'USD') {
  const money = { currency, amount }
  return { type: 'order.paid', data: { order_id: `e2e-${randomUUID()}`, line_id: '1', gross: money, fees: [], net: money } }
}

/** Converts an amount of a page or the API to cents: −$1,204.50 is -120450n. An empty text is 0n. */
export const cents = (amount: string) => BigInt(amount.replaceAll(/[^0-9−-]/g, '').replace('−', '-') || '0')

/** The sum of amounts in cents; undefined counts as 0. */
export const sum = (amounts: readonly (string | undefined)[]) => amounts.reduce((total, amount) => total + cents(amount ?? ''), 0n)

/** A seller's buckets and their total as decimal strings, by currency. */
type Books = Record<string, Record<string, string>>

/** A seller's balances as the API gives them to the backend, to compare with the pages. */
export async function balancesOf(sellerId: string): Promise<Books> {
  const { url, key } = sandbox()
  const answer = await fetch(`${url}/api/v1/sellers/${sellerId}/balances`, { headers: { authorization: `Bearer ${key}` } })
  return ((await answer.json()) as { currencies: Books }).currencies
}

/**
 * Compares pages with the seller's books. Repeats a failed comparison, because another journey may post an order of the same store
 * between the two readings.
 * @param compare reads the pages and expects the figures of the books
 */
export async function compareWithBooks(sellerId: string, compare: (books: Books) => Promise<void>): Promise<void> {
  await expect(async () => compare(await balancesOf(sellerId))).toPass()
}

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/**
 * Expects that axe finds no violation on a page (WCAG 2.2 AA and best practices). Legacy mode can't check frames of other sites, which
 * no page has; it and the report of violations alone each make the check about three times as fast.
 * @param part selector of the only part to check
 */
export async function accessible(page: Page, part?: string): Promise<void> {
  await expect(page).toHaveTitle(/./) // after a link within the portal, the title follows the page a moment later
  await unstick(page)
  expect(page.frames()).toHaveLength(1)
  const options: Parameters<AxeBuilder['options']>[0] = { runOnly: { type: 'tag', values: rules }, resultTypes: ['violations'] }
  const axe = new AxeBuilder({ page }).options(options).setLegacyMode(true)
  const { violations } = await (part === undefined ? axe : axe.include(part)).analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([])
}

/** Makes sticky bars static: axe would measure only the visible part of a link half under a bar, though scrolling uncovers it. */
async function unstick(page: Page): Promise<void> {
  await page.evaluate(() => {
    for (const one of document.querySelectorAll<HTMLElement>('body *'))
      if (getComputedStyle(one).position === 'sticky') one.style.position = 'static'
  })
}

/** Expects that a page doesn't scroll sideways; a failure shows the elements that are too wide. */
export async function fits(page: Page): Promise<void> {
  const out = await page.evaluate(() => {
    const wide = [...document.querySelectorAll('body *')].filter((one) => {
      const { right, width } = one.getBoundingClientRect()
      return width > 1 && right > window.innerWidth + 1
    })
    return document.documentElement.scrollWidth > window.innerWidth ? wide.map((one) => one.outerHTML.slice(0, 120)) : []
  })
  expect(out).toEqual([])
}

/** The texts of a page in its own language, without names and numbers, which are marked `translate="no"`. */
export async function words(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = []
    const page = document.documentElement.lang
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
      const at = node.parentElement
      if (!at || at.closest('script, style, noscript, [translate=no], next-route-announcer')) continue
      if (at.closest('[lang]')?.getAttribute('lang') !== page) continue
      if (node.textContent?.trim()) found.push(node.textContent.trim())
    }
    for (const at of document.querySelectorAll('[aria-label], [title], [placeholder]')) {
      if (at.closest('[translate=no]') || at.closest('[lang]')?.getAttribute('lang') !== page) continue
      for (const name of ['aria-label', 'title', 'placeholder']) found.push(at.getAttribute(name) ?? '')
    }
    const names = new Set([...document.querySelectorAll('[translate=no]')].map((at) => at.textContent?.trim()))
    const title = document.title.split(' · ').filter((part) => !names.has(part))
    return [...found, ...title].filter(Boolean)
  })
}

/** Codes and units that are the same in each language. */
const everywhere = /\b(CNY|USD|JPY|GMT|UTC|SWIFT|TOTP|JPG|PNG|PDF|MB|kB|QR Code)\b/g

/** Matches a message key in place of its message, or a message with an unfilled placeholder. */
const unsaid = /^[a-z]\w*(\.\w+)+$|[{}]/

/** Expects that a Chinese page has no English text, an English one no Chinese text, and that no message is missing. */
export async function speaks(page: Page, locale: string): Promise<void> {
  await expect(page.locator('html')).toHaveAttribute('lang', locale)
  const strange = locale === 'en' ? /\p{Script=Han}/u : /[A-Za-z]{2,}/
  const texts = await words(page)
  expect(texts.length).toBeGreaterThan(3)
  expect(texts.filter((text) => strange.test(text.replaceAll(everywhere, '')))).toEqual([])
  expect(texts.filter((text) => unsaid.test(text))).toEqual([])
}

/** Sets the theme by the cookie in which pages keep it. */
export async function dress(context: BrowserContext, theme: 'light' | 'dark', baseURL: string): Promise<void> {
  await context.addCookies([{ name: 'theme', value: theme, url: baseURL }])
}
