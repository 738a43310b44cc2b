import { type Key, keysFor } from '#server/platform/crypto.ts'
import type { LoginRole } from './settings.ts'

/** The key of the secret that the roles' passwords follow from, where Postgres has refused that of the oldest one that counts. */
let accepted: Key | undefined

/**
 * The password of a role, derived from the installation's secret; migrations set it. While the secret is being changed it stays that of
 * the previous one, which every process knows.
 */
export function rolePassword(role: LoginRole): string {
  const keys = keysFor(`role/${role}`)
  const key = keys.find(({ id }) => accepted?.id.equals(id)) ?? keys.at(-1) ?? keys[0]
  return key.key.toString('hex')
}

/** Postgres refused the present password: takes that of another secret that counts. @returns false where there is none */
export function tryOtherPassword(role: LoginRole): boolean {
  const refused = rolePassword(role)
  accepted = keysFor(`role/${role}`).find(({ key }) => key.toString('hex') !== refused)
  return accepted !== undefined
}
