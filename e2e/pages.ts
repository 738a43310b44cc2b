import { expect, type Page } from '@playwright/test'
import { HISTORY } from '#demo/schedule.ts'
import { type Locale, locales } from '#server/platform/locale.ts'
import { paths, staffPaths, type StorePaths, storePaths } from '#server/platform/paths.ts'
import { accessible, dayOf, fits, loaded, personOf, speaks } from './demo.ts'
import { newcomersPages } from './newcomer.ts'

// All pages of the portal, how often a test visits each, and the checks that apply to every page.

/** Gives the address of a store's page, which may first have to be looked up with a signed-in page. */
type Place = (at: StorePaths, page: Page) => string | Promise<string>

const token = `#${'x'.repeat(43)}`

/** Pages without a session. */
export const outside: Readonly<Record<string, string>> = {
  'sign-in': paths.signIn(),
  'forgotten password': paths.forgot(),
  'new password': paths.newPassword() + token,
  'confirmation of an e-mail': paths.confirmEmail() + token,
  'undoing a change': paths.undoChange() + token,
  'invitation that is gone': paths.invitation() + token,
  outbox: paths.outbox(),
}

/** Pages of an open store. */
export const inside: Readonly<Record<string, Place>> = {
  overview: (at) => at.overview(),
  list: (at) => at.activity('USD'),
  'list of a bucket': (at) => at.activity('CNY', { bucket: 'pending' }),
  'list narrowed to none': (at) => at.activity('CNY', '?type=hold&period=7d&least=9999999&ref=A-1'),
  'empty list': (at) => at.activity('CNY', { bucket: 'processing', to: dayOf(-HISTORY - 1) }),
  entry: (at) => at.entry('USD', 9, { period: '90d' }),
  'balance of a day': (at) => at.day('USD'),
  releases: (at) => at.releases(),
  'releases held': (at) => at.releases({ show: 'held' }),
  'releases of margins': (at) => at.releases({ show: 'margin' }),
  'releases that came': (at) => at.releases({ show: 'released' }),
  'releases of all orders': (at) => at.releases({ show: 'all', currency: 'USD' }),
  'releases narrowed to none': (at) => at.releases({ show: 'margin', currency: 'JPY' }),
  order: async (at, page) => (await ordersOf(at, page))[0] ?? '',
  'order that was released': async (at, page) => (await ordersOf(at, page, { show: 'released' }))[0] ?? '',
  requests: (at) => at.requests(),
  'new request': askable,
  why: (at) => at.why('USD'),
  'why of the other currency': (at) => at.why('CNY'),
  calendar: (at) => at.calendar({ currency: 'USD' }),
  'calendar with orders': (at) => at.calendar({ currency: 'USD', days: 90, day: 'undated' }),
  settings: (at) => at.settings(),
  identity: (at) => at.identity(),
  team: (at) => at.team(),
  security: (at) => at.security(),
  help: (at) => at.help(),
  'help without an answer': (at) => at.help({ q: '0000' }),
  'not found': (at) => `${at.overview()}/nowhere`,
  'store not found': () => storePaths('2222222222').releases(),
}

/** Pages for the marketplace's staff. */
export const ofStaff: Readonly<Record<string, (page: Page) => string | Promise<string>>> = {
  'staff start': () => paths.staff(),
  'staff queue': () => staffPaths.requests(),
  'staff queue to confirm': () => staffPaths.requests({ show: 'waiting' }),
  'staff queue decided': () => staffPaths.requests({ show: 'decided' }),
  'staff request': (page) => requestIn(page, 'open'),
  'staff request decided': (page) => requestIn(page, 'decided'),
  'staff identities': () => staffPaths.identities(),
  'staff identities decided': () => staffPaths.identities({ show: 'decided' }),
  'staff identity case': caseIn,
  'staff security': () => paths.staffSecurity(),
  'staff not found': () => `${paths.staff()}/nowhere`,
}

/** A person for each language, who already uses it, so that no test changes the language of another test's page. */
export const readers: Readonly<Record<Locale, string>> = {
  'zh-CN': personOf('shenzhen').name,
  'zh-TW': personOf('taiwan').name,
  en: 'Grace Lin',
}

const widths = [360, 1440, 768] as const
const themes = ['light', 'dark'] as const

export type Look = {
  readonly locale: Locale
  readonly width: (typeof widths)[number]
  readonly theme: (typeof themes)[number]
  /** Whether axe checks the visit. It is the slowest check, and tablet width has no layout or colour of its own. */
  readonly axe: boolean
}
export type Visit = Look & { readonly name: string }

const names = [...Object.keys(outside), ...newcomersPages, ...Object.keys(inside), ...Object.keys(ofStaff)]

/**
 * The fewest visits that show each page in each pair of language, width and theme: nine a page. Axe checks six of them, those at phone
 * and desktop width: tablet width has nothing that one of the two doesn't have.
 */
export function pairs(): Visit[] {
  return names.flatMap((name) =>
    locales.flatMap((locale, nth) =>
      widths.map((width, place) => ({ name, locale, width, theme: themes[(nth + place) % 2] ?? 'light', axe: width !== 768 })),
    ),
  )
}

/** All combinations of language, width and theme: eighteen visits a page, axe on each. */
export function every(): Visit[] {
  return names.flatMap((name) =>
    locales.flatMap((locale) => widths.flatMap((width) => themes.map((theme) => ({ name, locale, width, theme, axe: true })))),
  )
}

/** The faults of an open page, a line each. */
export async function faultsOf(page: Page, { locale, axe }: Look): Promise<string[]> {
  const checks = [
    () => expect(page.getByRole('heading', { level: 1 })).toBeAttached(),
    () => loaded(page),
    () => speaks(page, locale),
    () => fits(page),
    ...(axe ? [() => accessible(page)] : []),
  ]
  const faults: string[] = []
  for (const check of checks) await check().catch((error: Error) => faults.push(error.message))
  return faults
}

/** Links to orders of the store's own story; orders that other journeys post have letters in their numbers. */
async function ordersOf(at: StorePaths, page: Page, search: Record<string, string> = { reason: 'delivery' }): Promise<string[]> {
  await page.goto(at.releases(search))
  await loaded(page)
  const links = page.getByRole('row').getByRole('link', { name: /^\d+$/ })
  await expect(links.first()).toBeAttached()
  return links.evaluateAll((all) => all.map((one) => one.getAttribute('href') ?? ''))
}

/** The first identity case that waits. */
async function caseIn(page: Page): Promise<string> {
  await page.goto(staffPaths.identities())
  const link = page.getByRole('table').getByRole('link').first()
  await expect(link).toBeAttached()
  return (await link.getAttribute('href')) ?? ''
}

/** The address of the first request in a queue of the staff. */
async function requestIn(page: Page, show: 'open' | 'decided'): Promise<string> {
  await page.goto(staffPaths.requests({ show }))
  const link = page.getByRole('row').getByRole('link').first()
  await expect(link).toBeAttached()
  return (await link.getAttribute('href')) ?? ''
}

/** The release form of an order that waits for its delivery; the first orders may have a request already, or not be shipped. */
async function askable(at: StorePaths, page: Page): Promise<string> {
  for (const order of await ordersOf(at, page)) {
    await page.goto(order)
    await loaded(page)
    const form = page.locator(`a[href^="${at.requests()}/new"]`)
    if ((await form.count()) > 0) return (await form.first().getAttribute('href')) ?? ''
  }
  throw new Error('no order of the store can be asked for')
}
