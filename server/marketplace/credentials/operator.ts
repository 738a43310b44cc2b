import type { Actor } from '#server/platform/actor.ts'
import type { Tx } from '#server/platform/tx.ts'
import { findMarketplace, type Marketplace } from '../store.ts'

/** A mistake of the operator at the command line; the message is for them. */
export class CommandError extends Error {
  override name = 'CommandError'
}

/** The actor of the command line. It connects as the database's owner, so the audit trail knows no person. */
export const operator: Actor = { kind: 'job', name: 'admin' }

/**
 * The marketplace of a command.
 * @throws CommandError when there is none of this slug
 */
export async function marketplaceOf(tx: Tx, slug: string): Promise<Marketplace> {
  const found = await findMarketplace(tx, slug)
  if (!found) throw new CommandError(`unknown marketplace: ${slug}; \`npm run admin -- marketplace list\` lists them`)
  return found
}
