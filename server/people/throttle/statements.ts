import type { Tx } from '#server/platform/tx.ts'
import { throttleKey } from './throttle.ts'

const networkKey = (address: string) => throttleKey({ limit: 'address', subject: address })

/** Notes that the person of the transaction has proven both factors from this network. */
export async function noteProvenNetwork(tx: Tx, address: string): Promise<void> {
  await tx.sql`select prove_network(${networkKey(address)})`
}

/** Whether the person of this e-mail has proven both factors from this network, asked as the gate; the same work where nobody has it. */
export async function isProvenNetwork(tx: Tx, email: string, address: string): Promise<boolean> {
  const [row] = await tx.sql<[{ proven: boolean }]>`select gate_is_proven_network(${email}, ${networkKey(address)}) as proven`
  return row.proven
}
