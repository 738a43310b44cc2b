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

// What journeys share: the people of the demo, their marketplace's backend, and what must hold on every page.

/** The first person of a story, as the demo names them. */
export function personOf(story: StoryName) {
  const person = people.find((one) => one.stores[0]?.story === story)
  const shop = shops.find((one) => one.story === story)
  if (!person || !shop) throw new Error(`nobody in the story ${story}`)
  return { ...person, sellerId: shop.sellerId, store: shop.name }
}

/** Where the demo's clock started, epoch milliseconds; it has run since. */
export const start = Date.parse(process.env.E2E_AT ?? '')

const china = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai', dateStyle: 'short' })

/** The day in China, YYYY-MM-DD, so many days after the demo's start. */
export const dayOf = (days: number) => china.format(start + days * 86_400_000)

/** Shenzhen's open dispute over 1,204.50 USD: its order, and the day in China on which its money is expected. */
export const dispute = (() => {
  const { sellerId } = personOf('shenzhen')
  const hold = scenesOf(start).find(({ event }) => event.seller_id === sellerId && event.type === 'order.held')
  if (!hold) throw new Error('the demo has no dispute')
  const { order_id, until } = hold.event.data as { order_id: string; until: string }
  return { orderId: order_id, amount: '1,204.50', day: china.format(Date.parse(until)) }
})()

/** What the portal's clock says, ISO 8601: by that of the machine an event could lie years ahead. */
export async function portalTime(): Promise<string> {
  const { url, key } = sandbox()
  const answer = await fetch(`${url}/api/v1/sellers/${personOf('quiet').sellerId}/balances`, {
    headers: { authorization: `Bearer ${key}` },
  })
  return ((await answer.json()) as { as_of: string }).as_of
}

/** The address of an overview, where a sign-in leads. */
export const overview = /:\d+\/[2-9][2-9a-z]{9}$/

/**
 * Waits until a page shows its content instead of its skeleton. A full load is over before that, and counting, reading and keys don't
 * wait by themselves.
 */
export async function loaded(page: Page): Promise<void> {
  await expect(page.locator('[aria-busy=true]')).toHaveCount(0)
}

/** Signs in with one click, and waits for the overview. @param store the name of one of the person's, where they have several */
export async function enter(page: Page, name: string, store?: string): Promise<StorePaths> {
  await page.goto(paths.signIn())
  await page.getByRole('button', { name: new RegExp(name) }).click()
  if (store !== undefined) {
    await page.waitForURL((url) => overview.test(url.href) || url.pathname === paths.home())
    // On the page that lets them choose, or in the menu of another one.
    await page.goto((await page.locator('a', { hasText: store }).first().getAttribute('href')) ?? '')
  }
  await page.waitForURL(overview)
  await loaded(page)
  return pagesOf(page)
}

/** Somebody of the demo's staff who reads this language. */
export const staffOf = (locale: Locale) => people.find((one) => one.staff && one.locale === locale)?.name ?? ''

/** Signs in somebody of the marketplace's staff with one click, and waits for their first page. */
export async function enterStaff(page: Page, name: string): Promise<void> {
  await page.goto(paths.signIn())
  await page.getByRole('button', { name: new RegExp(name) }).click()
  await page.waitForURL(`**${paths.staff()}`)
  await loaded(page)
}

/** The pages of the store whose page is open. */
export function pagesOf(page: Page): StorePaths {
  return storePaths(storeCodeOf(page))
}

/** The code of that store. */
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

/** The demo marketplace's own credentials, as a developer finds them. */
export function sandbox(): Credentials {
  const text = readFileSync(`${process.env.E2E_DATA}/sandbox.env`, 'utf8')
  const value = (name: string) => new RegExp(`^${name}=(.*)$`, 'm').exec(text)?.[1] ?? ''
  return { url: value('PORTAL_URL'), key: value('PORTAL_KEY'), secret: value('PORTAL_SECRET') }
}

/** Posts events of a seller as the marketplace's backend does; each must be booked. */
export async function post(sellerId: string, ...events: { type: string; data: object }[]): Promise<void> {
  const occurred_at = await portalTime()
  const body = JSON.stringify({ events: events.map((event) => ({ id: randomUUID(), occurred_at, seller_id: sellerId, ...event })) })
  const credentials = sandbox()
  const answer = await fetch(`${credentials.url}/api/v1/events`, { method: 'POST', body, headers: signed(credentials, body) })
  const { results } = (await answer.json()) as { results: { status: string }[] }
  expect(results.map(({ status }) => status)).toEqual(events.map(() => 'posted'))
}

/** A paid order. @param amount decimal string */
export function paid(amount: string, currency = 'USD') {
  const money = { currency, amount }
  return { type: 'order.paid', data: { order_id: `e2e-${randomUUID()}`, line_id: '1', gross: money, fees: [], net: money } }
}

/** The cents of an amount as a page or the API writes it: −$1,204.50 is -120450n. An empty text is 0n. */
export const cents = (amount: string) => BigInt(amount.replaceAll(/[^0-9−-]/g, '').replace('−', '-') || '0')

/** The cents of some amounts together; undefined counts for nothing. */
export const sum = (amounts: readonly (string | undefined)[]) => amounts.reduce((total, amount) => total + cents(amount ?? ''), 0n)

/** The buckets of a seller and their total, decimal strings, by currency. */
type Books = Record<string, Record<string, string>>

/** What the backend reads of a seller: the same figures by another road. */
export async function balancesOf(sellerId: string): Promise<Books> {
  const { url, key } = sandbox()
  const answer = await fetch(`${url}/api/v1/sellers/${sellerId}/balances`, { headers: { authorization: `Bearer ${key}` } })
  return ((await answer.json()) as { currencies: Books }).currencies
}

/**
 * Compares what pages say with the seller's books. Another journey may post an order of the same store between two readings, and the page
 * follows: then everything is read again.
 * @param compare reads the pages and expects the figures of the books
 */
export async function compareWithBooks(sellerId: string, compare: (books: Books) => Promise<void>): Promise<void> {
  await expect(async () => compare(await balancesOf(sellerId))).toPass()
}

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/**
 * What axe finds on a page (WCAG 2.2 AA and its good habits): nothing. Its other mode is for frames of other sites, which no page has,
 * and takes three times as long, as does telling what is right.
 * @param part the selector of a part of it that is looked at alone
 */
export async function accessible(page: Page, part?: string): Promise<void> {
  await expect(page).toHaveTitle(/./) // which follows a moment after the page that a link within the portal leads to
  await unstick(page)
  expect(page.frames()).toHaveLength(1)
  const options: Parameters<AxeBuilder['options']>[0] = { runOnly: { type: 'tag', values: rules }, resultTypes: ['violations'] }
  const axe = new AxeBuilder({ page }).options(options).setLegacyMode(true)
  const { violations } = await (part === undefined ? axe : axe.include(part)).analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([])
}

/** A link half under a bar comes out by scrolling; axe would take the half that it sees for the whole. */
async function unstick(page: Page): Promise<void> {
  await page.evaluate(() => {
    for (const one of document.querySelectorAll<HTMLElement>('body *'))
      if (getComputedStyle(one).position === 'sticky') one.style.position = 'static'
  })
}

/** Nothing sticks out sideways. */
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

/** Every text of a page that is in no language of its own: names and numbers are marked `translate="no"`. */
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

/** Codes that are the same in each language. */
const everywhere = /\b(CNY|USD|JPY|GMT|UTC|SWIFT|TOTP|JPG|PNG|PDF|MB|kB|QR Code)\b/g

/** A key in place of its sentence, or a sentence whose gap was not filled. */
const unsaid = /^[a-z]\w*(\.\w+)+$|[{}]/

/** A Chinese page holds no English, an English one no Chinese, and each has its sentences. */
export async function speaks(page: Page, locale: string): Promise<void> {
  await expect(page.locator('html')).toHaveAttribute('lang', locale)
  const strange = locale === 'en' ? /\p{Script=Han}/u : /[A-Za-z]{2,}/
  const texts = await words(page)
  expect(texts.length).toBeGreaterThan(3)
  expect(texts.filter((text) => strange.test(text.replaceAll(everywhere, '')))).toEqual([])
  expect(texts.filter((text) => unsaid.test(text))).toEqual([])
}

/** Light or dark, kept in a cookie as the page itself does. */
export async function dress(context: BrowserContext, theme: 'light' | 'dark', baseURL: string): Promise<void> {
  await context.addCookies([{ name: 'theme', value: theme, url: baseURL }])
}
