import { audit } from '#server/platform/audit.ts'
import { ownerTx, type Tx } from '#server/platform/tx.ts'
import { isTimeZone } from '../events/text.ts'
import { insertMarketplace, listMarketplaces, type Marketplace } from '../store.ts'
import { CommandError, operator } from './operator.ts'

/**
 * Creates a marketplace. Ids of keys, events and sellers are unique within it.
 * @param wish.slug its name in commands
 * @param wish.timeZone IANA; the days of GET /reconciliation are this zone's
 * @throws CommandError when the slug is taken or malformed, or the zone is unknown
 */
export function createMarketplace(wish: Omit<Marketplace, 'id'>): Promise<number> {
  return ownerTx((tx) => makeMarketplace(tx, wish))
}

/** `createMarketplace` within a transaction of the owner. */
export async function makeMarketplace(tx: Tx, wish: Omit<Marketplace, 'id'>): Promise<number> {
  if (!/^[a-z0-9-]{1,40}$/.test(wish.slug)) throw new CommandError('--slug must be 1 to 40 characters of a-z, 0-9 and -')
  if (wish.name.trim() === '') throw new CommandError('--name must not be empty')
  if (!isTimeZone(wish.timeZone)) throw new CommandError(`unknown time zone: ${wish.timeZone}; use a name of the IANA database`)
  const id = await insertMarketplace(tx, wish)
  if (id === undefined) throw new CommandError(`marketplace ${wish.slug} already exists`)
  await audit(tx, operator, 'marketplace.created', { marketplace: id })
  return id
}

/** All marketplaces of the installation, by slug. */
export function marketplaces(): Promise<readonly Marketplace[]> {
  return ownerTx(listMarketplaces)
}
