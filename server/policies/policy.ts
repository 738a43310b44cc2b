import type { Tx } from '#server/platform/tx.ts'
import { valuesInForce } from './store.ts'

/**
 * The figure that is in force now, as a decimal string.
 * @throws Error where the installation has none
 */
export async function policyNow(tx: Tx, name: string): Promise<string> {
  const value = (await valuesInForce(tx, [name])).get(name)
  if (value === undefined) throw new Error(`no policy ${name} is in force`)
  return value
}
