import { ownerTx } from '#server/platform/tx.ts'
import { findMarketplace, listKeys, listSecrets } from '../store.ts'
import { makeMarketplace } from './create-marketplace.ts'
import { endKeyIn, makeKey } from './keys.ts'
import { endSecretIn, makeSecret } from './secrets.ts'

export type Sandbox = { readonly marketplaceId: number; readonly key: string; readonly secret: string }

const sandbox = { slug: 'sandbox', name: 'Sandbox marketplace', timeZone: 'Asia/Shanghai' }

/** High enough that load tests measure the portal and not the quota. */
const sandboxRequestsPerMinute = 600_000

/**
 * The marketplace of a first start on the embedded database, with a key of both scopes and a secret. Where it exists
 * already, the file with its key was never written or was lost: it gets a new key and secret, and the old ones end.
 */
export function createSandbox(): Promise<Sandbox> {
  // oxlint-disable-next-line house/verb -- each of the verbs below leaves its own line
  return ownerTx(async (tx) => {
    const marketplaceId = (await findMarketplace(tx, sandbox.slug))?.id ?? (await makeMarketplace(tx, sandbox))
    for (const key of await listKeys(tx, marketplaceId)) await endKeyIn(tx, key.id)
    for (const secret of await listSecrets(tx, marketplaceId)) await endSecretIn(tx, secret.id)
    const { token } = await makeKey(tx, marketplaceId, { label: 'sandbox', requestsPerMinute: sandboxRequestsPerMinute })
    const { secret } = await makeSecret(tx, marketplaceId)
    return { marketplaceId, key: token, secret }
  })
}
