import { ownerClient } from '../client.ts'

/** The id of a marketplace's seller. @param externalId the marketplace's id for it; may be omitted if there is only one seller */
export async function sellerIdOf(marketplace: number, externalId?: string): Promise<number> {
  return asOwner(async (owner) => {
    const rows = await owner<{ id: number }[]>`
      select id from sellers where marketplace_id = ${marketplace} and external_id = coalesce(${externalId ?? null}, external_id)`
    if (rows.length !== 1) throw new Error(`marketplace ${marketplace} has ${rows.length} sellers ${externalId ?? ''}`)
    return (rows[0] as { id: number }).id
  })
}

/** Sets the sandbox's clock to an instant; it runs on from there. @param at ISO 8601, or epoch milliseconds */
export async function setClock(at: string | number): Promise<void> {
  const to = new Date(at).toISOString()
  await asOwner((owner) => owner`update installation set sandbox = true, clock_offset = ${to}::text::timestamptz - clock_timestamp()`)
}

async function asOwner<T>(fn: (owner: ReturnType<typeof ownerClient>) => PromiseLike<T>): Promise<T> {
  const owner = ownerClient()
  try {
    return await fn(owner)
  } finally {
    await owner.end()
  }
}
