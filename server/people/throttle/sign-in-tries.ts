import type { Browser } from '../sessions/browser.ts'
import { type Counted, networkOf } from './throttle.ts'

/**
 * What a try of a password counts under. A stranger's tries make nobody wait in a browser that the account knows, nor in a new one on
 * a network from which its person has signed in before.
 * @param where `known` says that the account knows the browser, `proven` the network
 */
export function passwordTries(email: string, where: { known: boolean; proven: boolean }, browser: Browser): Counted[] {
  if (where.known) return [{ limit: 'device', subject: browser.deviceToken ?? '' }]
  const address: Counted = { limit: 'address', subject: browser.address }
  if (where.proven) return [{ limit: 'account', subject: `${email} at ${networkOf(browser.address)}` }, address]
  return [{ limit: 'account', subject: email }, address, { limit: 'portal', subject: '' }]
}

/** What a code of the second factor at sign-in counts under. @param known whether the account knows the browser */
export function codeTries(userId: number, known: boolean, { deviceToken }: Browser): Counted[] {
  return [known ? { limit: 'deviceCode', subject: `${userId} ${deviceToken}` } : { limit: 'code', subject: String(userId) }]
}
