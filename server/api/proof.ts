import type { AuthenticationResponseJSON } from '@simplewebauthn/server'
import { z } from 'zod'
import type { ActOf, ActProof } from '#server/people/index.ts'
import { ActProof as ActProofSchema, personActs, storeActs } from '#server/people/schema.ts'

/** The proof of an act as a browser sends it; the library's type of a passkey's answer is more specific than our schema. */
export const Proof = ActProofSchema.transform((proof): ActProof =>
  proof.kind === 'passkey' ? { ...proof, answer: proof.answer as AuthenticationResponseJSON } : proof,
)

/** A verb with its content, which has that verb's schema. */
const actInput = <Schemas extends Record<string, z.ZodType>>(schemas: Schemas) =>
  z
    .strictObject({ verb: z.enum(Object.keys(schemas) as [keyof Schemas & string]), content: z.unknown() })
    .transform(({ verb, content }, issues) => {
      const parsed = schemas[verb]?.safeParse(content)
      if (parsed?.success) return { verb, content: parsed.data } as ActOf<Schemas>
      for (const { path, message } of parsed?.error.issues ?? []) issues.addIssue({ code: 'custom', path: ['content', ...path], message })
      return z.NEVER
    })

/** An act of a person on their own data. */
export const PersonActInput = actInput(personActs)

/** An act on the store that is named beside it. */
export const StoreActInput = actInput(storeActs)
