import { type Key, keysFor } from '#server/platform/crypto.ts'
import type { LoginRole } from './settings.ts'

/** The key for the roles' passwords after Postgres has refused the oldest valid secret's; undefined until then. */
let accepted: Key | undefined

/**
 * The password of a role, derived from PORTAL_SECRET; migrations set it. While the secret is being rotated, the password stays the previous
 * secret's, which every process knows.
 */
export function rolePassword(role: LoginRole): string {
  const keys = keysFor(`role/${role}`)
  const key = keys.find(({ id }) => accepted?.id.equals(id)) ?? keys.at(-1) ?? keys[0]
  return key.key.toString('hex')
}

/** Switches to another valid secret's password after Postgres refused the current one. @returns false if there is no other */
export function tryOtherPassword(role: LoginRole): boolean {
  const refused = rolePassword(role)
  accepted = keysFor(`role/${role}`).find(({ key }) => key.toString('hex') !== refused)
  return accepted !== undefined
}
