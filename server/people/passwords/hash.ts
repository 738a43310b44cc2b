import { hash, verify } from '@node-rs/argon2'
import { currentKey, keysFor, randomToken } from '#server/platform/crypto.ts'
import { normalised } from './password.ts'

/** argon2id with the parameters of OWASP's password storage cheat sheet (19 MiB, two passes, one lane), and a key of ours. */
const options = () => ({ algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1, secret: currentKey('password').key })

/** The hash to store: the id of the key, and a PHC string. */
export async function hashPassword(password: string): Promise<string> {
  return `${currentKey('password').id.toString('hex')}${await hash(normalised(password), options())}`
}

let nobodys: Promise<string> | undefined

/**
 * Whether the password matches. Without a hash it takes as long and returns false. A hash from before hashes named their key is tried with
 * each current key.
 */
export async function matchesPassword(password: string, stored: string | null): Promise<boolean> {
  const against = stored ?? (await (nobodys ??= hashPassword(randomToken())))
  const [id, phc] = [against.slice(0, against.indexOf('$')), against.slice(against.indexOf('$'))]
  let right = false
  for (const { key } of keysFor('password').filter((one) => id === '' || one.id.toString('hex') === id))
    right ||= await verify(phc, normalised(password), { secret: key })
  return right && stored !== null
}

/** Whether a hash was made under the current secret; otherwise it is replaced at the next sign-in. */
export function isCurrentHash(stored: string): boolean {
  return stored.startsWith(`${currentKey('password').id.toString('hex')}$`)
}
