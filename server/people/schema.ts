import { z } from 'zod'
import { locales } from '#server/platform/locale.ts'

/**
 * An e-mail address as we keep it: ASCII, lower case, at most 254 characters. Look-alike signs (a full-width @) are refused, not
 * folded: mailers have split such addresses differently (GHSA-7rqj-j65f-68wh).
 */
export const Email = z
  .string()
  .trim()
  .max(254)
  .regex(/^[\x21-\x7e]+$/)
  .toLowerCase()
  .pipe(z.email())

/** Any characters at all; how long and which ones is judged by passwords/password.ts, whose refusals say more. */
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

/** A recovery code: ten signs in two groups. */
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

/** A role that an owner may invite somebody to; a store's owner comes from the marketplace. */
export const InviteRole = z.enum(['manager', 'finance', 'viewer'])
