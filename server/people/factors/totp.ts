import { Secret, TOTP } from 'otpauth'

const period = 30

const totp = (secret: Uint8Array, label: { issuer: string; account: string } = { issuer: '', account: '' }) =>
  new TOTP({
    issuer: label.issuer,
    label: label.account,
    algorithm: 'SHA1', // what authenticator apps know (RFC 6238's default)
    digits: 6,
    period,
    secret: new Secret({ buffer: new Uint8Array(secret).buffer }),
  })

/** A new secret: 160 bits, as RFC 4226 §4 recommends. */
export function newTotpSecret(): Buffer {
  return Buffer.from(new Secret({ size: 20 }).bytes)
}

/** How an authenticator app takes the secret in: as text, and as the address in the QR code. */
export function totpSetup(secret: Uint8Array, label: { issuer: string; account: string }): { text: string; uri: string } {
  const one = totp(secret, label)
  return { text: one.secret.base32, uri: one.toString() }
}

/**
 * The 30-second step that a code belongs to, one before and one after the present being accepted (RFC 6238 §5.2).
 * @param at the database's time, epoch ms
 * @param after the newest step accepted before: that one and older ones are refused, so a code is good once
 * @returns null where the code is wrong or used
 */
export function totpStep(secret: Uint8Array, code: string, at: number, after: number): number | null {
  const delta = totp(secret).validate({ token: code, timestamp: at, window: 1 })
  if (delta === null) return null
  const step = Math.floor(at / 1000 / period) + delta
  return step > after ? step : null
}

/** The code of a moment, as an authenticator shows it. @internal */
export function totpCode(secret: Uint8Array, at: number): string {
  return totp(secret).generate({ timestamp: at })
}
