import { type Browser, chromium as playwright } from '@playwright/test'
import { type StorePaths, storePaths } from '#server/platform/paths.ts'
import { Caller } from './caller.ts'
import { chromium } from './chromium.ts'
import { postAll } from './events.ts'
import { p95 } from './load.ts'
import type { Bench, Measure } from './measure.ts'
import { paid, seller, signInAsOwner } from './session.ts'
import { Streams } from './streams.ts'

/** Pages that show the seller's pending amount in the currency of the events. */
const pagesOf = (to: StorePaths) => [to.overview(), to.releases(), to.activity(seller.currency)]

/** The time-out for an amount to appear on a page, in milliseconds. */
const patience = 30_000

/**
 * The time from an event's answer to the new amount on an open page, p95 over all events and pages, in milliseconds. Three pages are open,
 * each in its own browser context, and more streams of the same seller: the hardest case, because every event wakes all of them.
 * An event is posted after each page shows the one before, so that each is a change of its own; the expected amount is computed.
 * The page reports its amounts, and this process's clock takes both times, so that the figure includes the way from the browser.
 */
export const live: Measure = async (bench) => {
  const { portal, size, note } = bench
  const { cookie, store } = await signInAsOwner(bench)
  const [to, pages] = [storePaths(store), pagesOf(storePaths(store))]
  const streams = await Streams.follow(new URL(to.live(), portal.credentials.url), cookie, size.streams)
  const { program, flags } = await chromium()
  const browser = await playwright.launch({ executablePath: program, args: flags })
  try {
    const shown = await Promise.all(pages.map((page) => open(browser, bench, page, cookie)))
    const took: number[][] = []
    let pending = await pendingOf(bench)
    for (let n = 0; n < size.changes; n++) {
      pending += 1n + BigInt(n)
      const changed = Promise.all(shown.map((page) => page.shows(textOf(pending))))
      const body = JSON.stringify({ events: [paid({ orderId: `live-${n}`, lineId: `live-${n}-1` }, textOf(1n + BigInt(n)))] })
      await postAll(portal.credentials, [[body]])
      const accepted = performance.now()
      took.push((await changed).map((at) => at - accepted))
    }
    if (streams.changes() < size.changes) throw new Error(`a stream heard of ${streams.changes()} changes only`)
    for (const [at, page] of pages.entries()) note(`live: ${page} p95 ${p95(took.map((one) => one[at] ?? Number.NaN)).toFixed(0)} ms`)
    return [{ name: 'live', value: p95(took.flat()), unit: 'ms', reference: null, ratio: null }]
  } finally {
    await browser.close()
    streams.close()
  }
}

/** The seller's pending amount in minor units, read through the API. */
async function pendingOf({ portal }: Bench): Promise<bigint> {
  const { url, key } = portal.credentials
  const caller = new Caller(url, 1)
  const { body } = await caller.call(`/api/v1/sellers/${seller.id}/balances`, { headers: { authorization: `Bearer ${key}` } })
  caller.close()
  const { currencies } = JSON.parse(body) as { currencies: Record<string, { pending: string }> }
  return BigInt((currencies[seller.currency]?.pending ?? '').replace('.', ''))
}

/** Formats minor units of a currency with two digits as a decimal string. */
const textOf = (minor: bigint) => `${minor / 100n}.${String(minor % 100n).padStart(2, '0')}`

type Shown = {
  /** Waits until the page reports an amount (decimal string). @returns the time of the report by performance.now() */
  shows: (amount: string) => Promise<number>
}

async function open(browser: Browser, { portal }: Bench, path: string, cookie: string): Promise<Shown> {
  const { url } = portal.credentials
  const context = await browser.newContext({ locale: 'zh-CN' })
  await context.addCookies([{ name: 'session', value: cookie.replace('session=', ''), url }])
  const page = await context.newPage()
  const waiting = new Map<string, (at: number) => void>()
  await page.exposeFunction('tellAmounts', (amounts: string[]) => {
    const at = performance.now()
    for (const amount of amounts) waiting.get(amount)?.(at)
  })
  const followed = page.waitForResponse(/balances\.live/)
  await page.goto(`${url}${path}`)
  await followed
  await page.evaluate(() => {
    const observer = new MutationObserver(() => {
      const amounts = [...document.querySelectorAll('.figures')].map((figure) => {
        const text = figure.cloneNode(true) as Element
        // While a figure is animated, parts of the old and the new one are aria-hidden; beside them the new one is complete.
        for (const eyes of text.querySelectorAll('[aria-hidden]')) eyes.remove()
        return (text.textContent ?? '').replaceAll(/[^0-9.]/g, '')
      })
      ;(window as unknown as { tellAmounts: (amounts: string[]) => void }).tellAmounts(amounts)
    })
    observer.observe(document.body, { subtree: true, childList: true, characterData: true })
  })
  const shows = (amount: string) =>
    new Promise<number>((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`${path} has not shown ${amount}`)), patience)
      waiting.set(amount, (at) => {
        clearTimeout(late)
        waiting.delete(amount)
        resolve(at)
      })
    })
  return { shows }
}
