import { z } from 'zod'
import { isClean } from '#server/platform/clean-text.ts'
import { locales } from '#server/platform/locale.ts'
import { isStoreCode } from '#server/platform/paths.ts'

/**
 * An e-mail address as we keep it: ASCII, lower case, at most 254 characters. Look-alike characters (a full-width @) are refused, not
 * folded: mailers have split such addresses differently (GHSA-7rqj-j65f-68wh).
 */
export const Email = z
  .string()
  .trim()
  .max(254)
  .regex(/^[\x21-\x7e]+$/)
  .toLowerCase()
  .pipe(z.email())

/** Any characters; passwords/password.ts checks length and content, with more specific refusals. */
export const Password = z.string().min(1).max(4000)

export const Name = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .regex(/^[^\p{Cc}\p{Cs}]+$/u)

/** A link's token. */
export const Token = z.string().regex(/^[A-Za-z0-9_-]{43}$/)

/** Six digits; people paste them with spaces. */
export const Code = z
  .string()
  .transform((text) => text.replaceAll(/\s/g, ''))
  .pipe(z.string().regex(/^\d{6}$/))

/** A recovery code: ten characters in two groups. */
export const RecoveryCode = z
  .string()
  .transform((text) => text.replaceAll(/[\s-]/g, '').toUpperCase())
  .pipe(z.string().regex(/^[A-Z2-7]{10}$/))

export const LocaleTag = z.enum(locales)

/** A label that a person gives to a passkey. */
export const Label = Name.max(60)

/** What a browser's authenticator answers; @simplewebauthn/server checks the rest. */
const Text = z.string().max(20_000)
const answer = {
  id: Text,
  rawId: Text,
  type: z.literal('public-key'),
  authenticatorAttachment: z.string().max(40).optional(),
  clientExtensionResults: z.record(z.string().max(60), z.unknown()),
}

export const PasskeyAnswer = z.strictObject({
  ...answer,
  response: z.strictObject({ clientDataJSON: Text, authenticatorData: Text, signature: Text, userHandle: Text.nullish() }),
})

export const PasskeyMade = z.strictObject({
  ...answer,
  response: z.strictObject({
    clientDataJSON: Text,
    attestationObject: Text,
    authenticatorData: Text.optional(),
    transports: z.array(z.string().max(20)).max(10).optional(),
    publicKeyAlgorithm: z.number().optional(),
    publicKey: Text.optional(),
  }),
})

/** A store's code, as addresses have it. */
export const StoreCode = z.string().refine(isStoreCode)

/** A role that an owner may invite somebody to; a store's owner comes from the marketplace. */
export const InviteRole = z.enum(['manager', 'finance', 'viewer'])

/** An id of the database: of a person or a store. */
const Id = z.number().int().positive().max(2_147_483_647)

/** A second factor to remove: the authenticator app, or a passkey by its id. */
const FactorToRemove = z.union([z.literal('totp'), z.strictObject({ passkey: z.string().max(1000).refine(isClean) })])

/** The content of each act on a person's own data that needs a proof. */
export const personActs = {
  'password.change': z.strictObject({ password: Password }),
  'email.change': z.strictObject({ email: Email }),
  'factor.totp': z.strictObject({}),
  'factor.passkey': z.strictObject({ label: Label }),
  'factor.remove': z.strictObject({ which: FactorToRemove }),
  'recovery_codes.renew': z.strictObject({}),
  'identity.connect': z.strictObject({}),
  'identity.remove': z.strictObject({ id: z.uuid() }),
} as const

/** The content of each act on a store that needs a proof; the store is named beside it. */
export const storeActs = {
  'member.invite': z.strictObject({ email: Email, role: InviteRole }),
  'member.role': z.strictObject({ userId: Id, role: InviteRole }),
  'member.remove': z.strictObject({ userId: Id }),
} as const

/** The proof of an act, sent with it. `demo`: the demo's people have no factors. */
export const ActProof = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('totp'), code: Code }),
  z.strictObject({ kind: z.literal('recovery'), code: RecoveryCode }),
  z.strictObject({ kind: z.literal('passkey'), answer: PasskeyAnswer }),
  z.strictObject({ kind: z.literal('demo') }),
])
