import { createHmac } from 'node:crypto'
import { isIP } from 'node:net'
import { sharedKey } from '#server/platform/crypto.ts'

/**
 * The number of free tries, and the longest wait after further ones. The wait doubles with every try from `first` (default one second;
 * OWASP ASVS 5.0 V6.3.1), and nobody is locked out for good. Tries are counted before they are checked, so that concurrent tries don't
 * bypass the limit; a right one is returned. Times are in seconds.
 */
export type Limit = { readonly free: number; readonly first?: number; readonly longest: number; readonly forgottenAfter: number }

const minute = 60
const hour = 3600

export const limits = {
  /** Guesses at one account from browsers it doesn't know: 17 in the first hour, then four an hour. */
  account: { free: 5, longest: 15 * minute, forgottenAfter: 24 * hour },
  /** The same from a known device: a stranger's guesses don't delay its owner. */
  device: { free: 10, longest: 5 * minute, forgottenAfter: 24 * hour },
  /** Second-factor codes of one account, over all its sessions: at three valid codes in a million, 20 an hour succeed with 0.006 %. */
  code: { free: 8, longest: 15 * minute, forgottenAfter: 24 * hour },
  /** The same at sign-in from a known device: a thief with the password can't delay the owner. */
  deviceCode: { free: 8, longest: 15 * minute, forgottenAfter: 24 * hour },
  /** One network (networkOf): an office or a mobile carrier's gateway has many people behind it. */
  address: { free: 60, longest: 5 * minute, forgottenAfter: hour },
  /** Wrong tries of the whole portal from unknown browsers: slows a botnet. New and proven networks are not limited. */
  portal: { free: 1000, longest: 2, forgottenAfter: 10 * minute },
  /** Requested mails to one address. */
  mail: { free: 3, longest: 30 * minute, forgottenAfter: 24 * hour },
  /** Invitation mails of one store: twenty, then none for a day. */
  team: { free: 20, first: 24 * hour, longest: 24 * hour, forgottenAfter: 24 * hour },
} as const satisfies Record<string, Limit>

export type LimitName = keyof typeof limits

/** A counter: `code` of person 7, `address` of 203.0.113.9. */
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
 * The network of one subscriber: an IPv4 address, or the first 64 bits of an IPv6 address, since the subscriber chooses the rest
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
