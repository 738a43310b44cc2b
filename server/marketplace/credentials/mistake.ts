import type { Actor } from '#server/platform/actor.ts'
import type { Tx } from '#server/platform/tx.ts'
import { findMarketplace, type Marketplace } from '../store.ts'

/** What the operator at the command line got wrong, in words for that person. */
export class Mistake extends Error {
  override name = 'Mistake'
}

/** Whoever may run the command line owns the database: the trail says so and no more. */
export const operator: Actor = { kind: 'job', name: 'admin' }

/**
 * The marketplace of a command.
 * @throws Mistake when there is none of this slug
 */
export async function marketplaceOf(tx: Tx, slug: string): Promise<Marketplace> {
  const found = await findMarketplace(tx, slug)
  if (!found) throw new Mistake(`there is no marketplace ${slug}; \`npm run admin -- marketplace list\` names them`)
  return found
}
