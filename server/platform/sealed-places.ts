/**
 * Where a sealed value is kept: its associated data, so that it opens nowhere else. Every column that holds one stands here, and
 * `npm run admin -- secret rotate` goes through them.
 */
export type SealedColumn = {
  readonly table: string
  readonly column: string
  /** The columns of its key, in the key's order; all of them are text when `place` gets them. */
  readonly key: readonly string[]
  /** A further column that the place names. */
  readonly also?: string
  /** Rows of which the column is sealed; all where it is missing. */
  readonly where?: string
  readonly place: (row: Readonly<Record<string, string>>) => string
}

/** The marketplace's signing secret. */
export const signingSecretPlace = (marketplaceId: number | string) => `signing_secrets/${marketplaceId}`
/** A person's secret of an authenticator app. */
export const totpPlace = (userId: number | string) => `totp_factors/${userId}`
/** The same while it is being enrolled. */
export const enrolPlace = (sessionId: string) => `challenges/${sessionId}/totp-enrol`
/** To whom a mail went and what about. */
export const letterPlace = (id: string) => `mails/letter/${id}`
/** A mail's text until it was sent. */
export const bodyPlace = (id: string) => `mails/${id}/body`
/** The address and the browser that a session began at. */
export const clientPlace = (sessionId: string) => `sessions/client/${sessionId}`
/** What was typed of an identity document. */
export const typedPlace = (sellerId: number | string, attempt: string) => `identity_attempts/typed/${sellerId}/${attempt}`
/** The address that a line of the audit trail is about. */
export const auditAddressPlace = (id: string) => `audit_addresses/address/${id}`
/** A file that somebody of a seller sent. */
export const filePlace = (purpose: string, id: string, sellerId: number | string) => `files/sealed/${purpose}/${id}/${sellerId}`
/** What a job of the queue is to do. */
export const jobPlace = (task: string, id: string) => `jobs/${task}/${id}`

const at = (row: Readonly<Record<string, string>>, name: string): string => row[name] ?? ''

export const sealedColumns: readonly SealedColumn[] = [
  {
    table: 'signing_secrets',
    column: 'cipher',
    key: ['id'],
    also: 'marketplace_id',
    place: (row) => signingSecretPlace(at(row, 'marketplace_id')),
  },
  { table: 'totp_factors', column: 'secret', key: ['user_id'], place: (row) => totpPlace(at(row, 'user_id')) },
  {
    table: 'challenges',
    column: 'secret',
    key: ['session_id', 'purpose'],
    where: "purpose = 'totp-enrol'",
    place: (row) => enrolPlace(at(row, 'session_id')),
  },
  { table: 'mails', column: 'letter', key: ['id'], place: (row) => letterPlace(at(row, 'id')) },
  { table: 'mails', column: 'body', key: ['id'], place: (row) => bodyPlace(at(row, 'id')) },
  { table: 'sessions', column: 'client', key: ['id'], place: (row) => clientPlace(at(row, 'id')) },
  {
    table: 'identity_attempts',
    column: 'typed',
    key: ['seller_id', 'id'],
    place: (row) => typedPlace(at(row, 'seller_id'), at(row, 'id')),
  },
  { table: 'audit_addresses', column: 'address', key: ['id'], place: (row) => auditAddressPlace(at(row, 'id')) },
  {
    table: 'files',
    column: 'sealed',
    key: ['seller_id', 'id'],
    also: 'purpose',
    place: (row) => filePlace(at(row, 'purpose'), at(row, 'id'), at(row, 'seller_id')),
  },
]
