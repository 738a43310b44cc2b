import type { RefusalCode } from '#server/platform/errors.ts'
import { commonPasswords } from './common-passwords.ts'

/** NIST SP 800-63B-4 §3.1.1.2: at least 15 characters where the password is the only factor, 8 beside a second one. */
export const shortest = 8
export const shortestAlone = 15

/** Far above the 64 that must be allowed; it only bounds the work of one try. */
export const longest = 1000

/** One form for what different keyboards send as one text (NIST: NFKC); never shortened. */
export function normalised(password: string): string {
  return password.normalize('NFKC')
}

/** Length as people count it, in code points. */
const length = (text: string) => Array.from(text).length

/** Whether it may be the only factor. */
export function standsAlone(password: string): boolean {
  return length(normalised(password)) >= shortestAlone
}

/**
 * Why a password is refused, or null. No rules of composition and no expiry (NIST); common ones and those made of the person's own
 * name, address or the portal's words are what guessers try first.
 * @param person what a guesser knows
 */
export async function passwordProblem(
  password: string,
  person: { email: string; name: string; words?: readonly string[] },
): Promise<RefusalCode | null> {
  const text = normalised(password).toLowerCase()
  if (length(text) < shortest) return 'password_too_short'
  if (length(text) > longest) return 'password_too_long'
  if (isCommon(text, await commonPasswords())) return 'password_common'
  if (
    isPersonal(text, [person.email, ...person.email.split(/[@.+_-]/), ...person.name.toLowerCase().split(/\s+/), ...(person.words ?? [])])
  )
    return 'password_personal'
  return null
}

/** In the list, or a listed word with a few digits and signs around it, or one character or group over and over. */
function isCommon(text: string, common: ReadonlySet<string>): boolean {
  if (common.has(text)) return true
  const core = text.replaceAll(/^[^\p{L}]+|[^\p{L}]+$/gu, '')
  if (core.length >= 3 && length(text) - length(core) <= 4 && common.has(core)) return true
  return /^(.{1,4}?)\1+$/u.test(text) || isRun(text)
}

/** abcdefgh, 87654321. */
function isRun(text: string): boolean {
  const points = Array.from(text, (one) => one.codePointAt(0) ?? 0)
  const step = (points[1] ?? 0) - (points[0] ?? 0)
  return Math.abs(step) <= 1 && points.every((point, i) => i === 0 || point - (points[i - 1] ?? 0) === step)
}

const ours = ['seller', 'funds', 'portal', 'account', 'password', 'withdraw', '资金账户', '資金帳戶', '密码', '密碼']

/** Too little is left once the known words are taken out. */
function isPersonal(text: string, words: readonly string[]): boolean {
  let rest = text
  for (const word of [...words, ...ours].map((one) => one.toLowerCase()).toSorted((a, b) => b.length - a.length)) {
    if (length(word) >= 4 || (length(word) >= 2 && /[^\p{ASCII}]/u.test(word))) rest = rest.replaceAll(word, '')
  }
  return rest !== text && length(rest) < shortest
}
