import { createHmac } from 'node:crypto'
import { isIP } from 'node:net'
import { sharedKey } from '#server/platform/crypto.ts'

/**
 * How many tries are free, and how long the wait after the next ones may grow. The wait doubles with every try from `first`, one
 * second unless said (OWASP ASVS 5.0 V6.3.1), and nobody is ever locked out for good. Tries are counted before they are judged, so that
 * a thousand at once are no way around it; a right answer gives them back.
 */
export type Limit = { readonly free: number; readonly first?: number; readonly longest: number; readonly forgottenAfter: number }

const minute = 60
const hour = 3600

export const limits = {
  /** Guesses at one account from browsers it doesn't know: 17 in the first hour, then four an hour. */
  account: { free: 5, longest: 15 * minute, forgottenAfter: 24 * hour },
  /** The same from a browser that has signed in before: a stranger's guesses don't make its owner wait. */
  device: { free: 10, longest: 5 * minute, forgottenAfter: 24 * hour },
  /** Second-factor codes of one account, over all its sessions: at three valid codes in a million, 20 an hour succeed with 0.006 %. */
  code: { free: 8, longest: 15 * minute, forgottenAfter: 24 * hour },
  /** The same at sign-in from a browser that the account knows: who has stolen the password can't make its owner wait. */
  deviceCode: { free: 8, longest: 15 * minute, forgottenAfter: 24 * hour },
  /** One network (networkOf): an office or a mobile carrier's gateway has many people behind it. */
  address: { free: 60, longest: 5 * minute, forgottenAfter: hour },
  /** Wrong tries of the whole portal from unknown browsers: slows a net of thousands of addresses. People of a new or proven network pass. */
  portal: { free: 1000, longest: 2, forgottenAfter: 10 * minute },
  /** Mails that somebody asked for, to one address. */
  mail: { free: 3, longest: 30 * minute, forgottenAfter: 24 * hour },
  /** Mails of one store's invitations: twenty, then a day of none. */
  team: { free: 20, first: 24 * hour, longest: 24 * hour, forgottenAfter: 24 * hour },
} as const satisfies Record<string, Limit>

export type LimitName = keyof typeof limits

/** One thing that is counted: `code` of person 7, `address` of 203.0.113.9. */
export type Counted = { readonly limit: LimitName; readonly subject: string }

/** Seconds to wait after the n-th try; store.ts has the same in SQL. @internal */
export function waitAfter(tries: number, limit: Limit): number {
  return tries < limit.free ? 0 : Math.min(limit.longest, (limit.first ?? 1) * 2 ** Math.min(tries - limit.free, 30))
}

/** The row's key: a keyed hash, so that the table holds no e-mail of people who never signed in. */
export function throttleKey({ limit, subject }: Counted): Buffer {
  const counted = limit === 'address' ? networkOf(subject) : subject
  return createHmac('sha256', sharedKey('throttle')).update(`${limit}\n${counted}`).digest()
}

/**
 * What one subscriber has of the addresses: an IPv4 address, and of IPv6 the first 64 bits, since the rest is theirs to choose
 * (RFC 4291 2.5.4). An IPv4 address in an IPv6 one is the IPv4 address.
 */
export function networkOf(address: string): string {
  const mapped = /^(?:::ffff:)(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  if (mapped !== undefined || isIP(address) !== 6) return mapped ?? address
  const [head = '', tail] = address.toLowerCase().split('::')
  const words = (text: string | undefined) => (text ? text.split(':') : [])
  const gap = tail === undefined ? 0 : 8 - words(head).length - words(tail.replace(/\d+\.\d+\.\d+\.\d+$/, '0:0')).length
  const all = [...words(head), ...Array<string>(Math.max(0, gap)).fill('0'), ...words(tail)]
  return `${all
    .slice(0, 4)
    .map((word) => Number.parseInt(word, 16).toString(16))
    .join(':')}::/64`
}
