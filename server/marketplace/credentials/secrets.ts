import { audit } from '#server/platform/audit.ts'
import { seal } from '#server/platform/seal.ts'
import { signingSecretPlace } from '#server/platform/sealed-places.ts'
import { ownerTx, type Tx } from '#server/platform/tx.ts'
import { newSecret, secretBytes } from '../gate/signature.ts'
import { insertSecret } from '../statements.ts'
import { listSecrets, retireSecret, type SecretListing } from '../store.ts'
import { marketplaceOf, Mistake, operator } from './mistake.ts'

/** A signing secret that was just made; it is shown here and never again. */
export type MadeSecret = { readonly id: number; readonly secret: string }

/**
 * Adds a signing secret to a marketplace. Two may live at once: add the new one, change the backend over, retire the old one.
 * @param secret `whsec_<base64>` of 24 to 64 bytes, where the marketplace brings its own
 * @throws Mistake when two are live already, or the secret is malformed
 */
export function addSecret(slug: string, secret = newSecret()): Promise<MadeSecret> {
  return ownerTx(async (tx) => makeSecret(tx, (await marketplaceOf(tx, slug)).id, secret))
}

/** `addSecret` within a transaction of the owner. */
export async function makeSecret(tx: Tx, marketplaceId: number, secret = newSecret()): Promise<MadeSecret> {
  const bytes = secretBytes(secret)
  if (!bytes) throw new Mistake('a secret is whsec_ and the base64 of 24 to 64 bytes')
  const id = await insertSecret(tx, marketplaceId, seal(bytes, signingSecretPlace(marketplaceId)))
  if (id === undefined) throw new Mistake('two secrets are live already; retire one first')
  await audit(tx, operator, 'signing_secret.added', { secret: id, marketplace: marketplaceId })
  return { id, secret }
}

/**
 * Ends a secret: within a second signatures by it are refused.
 * @returns how many of its marketplace's secrets are live now
 * @throws Mistake when there is no live secret of that id
 */
export function endSecret(id: number): Promise<number> {
  return ownerTx(async (tx) => {
    const left = await endSecretIn(tx, id)
    if (left === undefined) throw new Mistake(`there is no live secret ${id}`)
    return left
  })
}

/** `endSecret` within a transaction of the owner; undefined where there is no live secret of that id. */
export async function endSecretIn(tx: Tx, id: number): Promise<number | undefined> {
  const marketplaceId = await retireSecret(tx, id)
  if (marketplaceId === undefined) return undefined
  await audit(tx, operator, 'signing_secret.retired', { secret: id })
  return (await listSecrets(tx, marketplaceId)).filter(({ retiredAt }) => retiredAt === null).length
}

/** The secrets of a marketplace by id and time, retired ones too. */
export function secretsOf(slug: string): Promise<readonly SecretListing[]> {
  return ownerTx(async (tx) => listSecrets(tx, (await marketplaceOf(tx, slug)).id))
}
