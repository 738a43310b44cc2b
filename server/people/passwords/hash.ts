import { hash, verify } from '@node-rs/argon2'
import { derivedKey, randomToken } from '#server/platform/crypto.ts'
import { normalised } from './password.ts'

/** argon2id with the parameters of OWASP's password storage cheat sheet (19 MiB, two passes, one lane), and a key of ours. */
const options = () => ({ algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1, secret: derivedKey('password') })

/** The hash to store (PHC string). */
export function hashPassword(password: string): Promise<string> {
  return hash(normalised(password), options())
}

let nobodys: Promise<string> | undefined

/** Whether the password is the one. Where there is nobody to compare with, it works as long and says no. */
export async function matchesPassword(password: string, stored: string | null): Promise<boolean> {
  const against = stored ?? (await (nobodys ??= hash(randomToken(), options())))
  const right = await verify(against, normalised(password), { secret: derivedKey('password') })
  return right && stored !== null
}
