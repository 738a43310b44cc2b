import { env } from '#server/platform/env.ts'
import { absoluteHours } from './session.ts'

const deviceDays = 180

/** True where people reach the portal by https; then cookies are Secure and bound to this very host by their name. */
export function isSecure(): boolean {
  return env().PORTAL_URL.startsWith('https://')
}

const host = (name: string) => (isSecure() ? `__Host-${name}` : name)

/** The cookie that holds the session's token, and nothing else. */
export const sessionCookie = () => host('session')

/** The cookie by which a browser that has signed in before is known again (own allowance of tries). */
export const deviceCookie = () => host('device')

/** Attributes of both cookies; no Domain, so that the __Host- prefix holds. */
export function cookieAttributes() {
  return { httpOnly: true, sameSite: 'lax', path: '/', secure: isSecure() } as const
}

/** Set by a page for the moment in which it refreshes itself (app/_ui/live.tsx); claiming it can only end a session sooner. */
export const unattendedCookie = 'unattended'

/** How long the browser keeps them, in seconds; the row decides before that. */
export const cookieAge = { session: absoluteHours * 3600, device: deviceDays * 86_400 }

/**
 * The `Set-Cookie` line of a cookie; an empty value removes it.
 * @param seconds for which the browser keeps it
 * @param path of the only page that gets it; every page where none is given, as the `__Host-` prefix demands
 */
export function setCookieLine(name: string, value: string, seconds: number, path = '/'): string {
  const secure = isSecure() ? '; Secure' : ''
  return `${name}=${value}; Path=${path}; HttpOnly; SameSite=Lax; Max-Age=${value ? seconds : 0}${secure}`
}

/**
 * The value of a cookie in a `Cookie` header; null where it is missing or could not be a token. Two of one name that differ are none:
 * one of them may have been set by another site of the domain, and browsers don't say which.
 */
export function cookieIn(header: string | null, name: string): string | null {
  const values = new Set<string>()
  for (const part of (header ?? '').split(';')) {
    const [key, value] = [part.slice(0, part.indexOf('=')).trim(), part.slice(part.indexOf('=') + 1).trim()]
    if (key === name) values.add(value)
  }
  const [value = '', another] = values
  return another === undefined && isToken(value) ? value : null
}

/** A token as crypto.ts makes them: 256 bits, base64url. */
export function isToken(value: string): boolean {
  return /^[A-Za-z0-9_-]{43}$/.test(value)
}
