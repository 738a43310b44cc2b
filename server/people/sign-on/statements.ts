import type { SellerRole } from '#server/platform/actor.ts'
import type { Locale } from '#server/platform/locale.ts'
import type { Tx } from '#server/platform/tx.ts'

/** The person behind a provider's subject, asked as the gate. */
export async function findIdentity(tx: Tx, issuer: string, subject: string): Promise<{ userId: number; disabled: boolean } | null> {
  const [row] = await tx.sql<
    [{ found: { userId: number; disabled: boolean } | null }]
  >`select gate_identity(${issuer}, ${subject}) as found`
  return row.found
}

export type NewPerson = { email: string; emailConfirmed: boolean; name: string; locale: Locale }

/** Writes a person for a provider's new subject; null where the address has a sign-in already. */
export async function insertPersonOfSubject(tx: Tx, issuer: string, subject: string, person: NewPerson): Promise<number | null> {
  const { email, emailConfirmed, name, locale } = person
  const [row] = await tx.sql<[{ id: number | null }]>`
    select gate_new_identity(${issuer}, ${subject}, ${email}, ${emailConfirmed}, ${name}, ${locale}) as id`
  return row.id
}

/**
 * Makes a subject's memberships those that the provider claims: of this store in this role, or of none. Asked as the gate.
 * @returns the role where the membership is new or changed
 */
export async function applyClaim(
  tx: Tx,
  issuer: string,
  subject: string,
  sellerId: number | null,
  role: SellerRole,
): Promise<SellerRole | null> {
  const [row] = await tx.sql<[{ role: SellerRole | null }]>`select gate_apply_claim(${issuer}, ${subject}, ${sellerId}, ${role}) as role`
  return row.role
}

/** The seller of a marketplace's own id; null where it was never announced by seller.upserted. */
export async function findSellerNamed(tx: Tx, marketplace: string, externalId: string): Promise<number | null> {
  const [row] = await tx.sql<[{ id: number | null }]>`select seller_named(${marketplace}, ${externalId}) as id`
  return row.id
}
