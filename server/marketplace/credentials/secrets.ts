import { audit } from '#server/platform/audit.ts'
import { seal } from '#server/platform/seal.ts'
import { signingSecretPlace } from '#server/platform/sealed-places.ts'
import { ownerTx, type Tx } from '#server/platform/tx.ts'
import { newSecret, secretBytes } from '../gate/signature.ts'
import { insertSecret } from '../statements.ts'
import { listSecrets, retireSecret, type SecretListing } from '../store.ts'
import { marketplaceOf, CommandError, operator } from './operator.ts'

/** A signing secret that was just made; it is shown here and never again. */
export type MadeSecret = { readonly id: number; readonly secret: string }

/**
 * Adds a signing secret to a marketplace. Two may be active at once: add the new one, change the backend, retire the old one.
 * @param secret `whsec_<base64>` of 24 to 64 bytes, where the marketplace brings its own
 * @throws CommandError when two are live already, or the secret is malformed
 */
export function addSecret(slug: string, secret = newSecret()): Promise<MadeSecret> {
  return ownerTx(async (tx) => makeSecret(tx, (await marketplaceOf(tx, slug)).id, secret))
}

/** `addSecret` within a transaction of the owner. */
export async function makeSecret(tx: Tx, marketplaceId: number, secret = newSecret()): Promise<MadeSecret> {
  const bytes = secretBytes(secret)
  if (!bytes) throw new CommandError('a secret must be whsec_ and the base64 of 24 to 64 bytes')
  const id = await insertSecret(tx, marketplaceId, seal(bytes, signingSecretPlace(marketplaceId)))
  if (id === undefined) throw new CommandError('two secrets are active already; retire one first')
  await audit(tx, operator, 'signing_secret.added', { secret: id, marketplace: marketplaceId })
  return { id, secret }
}

/**
 * Retires a secret: its signatures are refused within a second.
 * @returns how many of its marketplace's secrets are live now
 * @throws CommandError when there is no live secret of that id
 */
export function endSecret(id: number): Promise<number> {
  return ownerTx(async (tx) => {
    const left = await endSecretIn(tx, id)
    if (left === undefined) throw new CommandError(`no active secret has the number ${id}`)
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
