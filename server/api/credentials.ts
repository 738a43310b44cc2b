import type { RegistrationResponseJSON } from '@simplewebauthn/server'
import { z } from 'zod'
import {
  askProof,
  beginPasskey,
  beginTotp,
  changeEmail,
  changePassword,
  connectMarketplace,
  enrolPasskey,
  enrolTotp,
  listFactors,
  listIdentities,
  removeFactor,
  removeIdentity,
  renewRecoveryCodes,
  type Session,
} from '#server/people/index.ts'
import { personActs, Code, Label, PasskeyMade, Password } from '#server/people/schema.ts'
import { messagesOf } from '#server/messages/messages.ts'
import { env } from '#server/platform/env.ts'
import { setSessionCookies } from './context.ts'
import { PersonActInput, Proof } from './proof.ts'
import { personProcedure, router, secondFactorProcedure } from './trpc.ts'

/** The first factor needs no proof. */
const ProofOrFirst = Proof.nullable()

const portalName = (ctx: { session: Session }) => env().PORTAL_NAME ?? messagesOf(ctx.session.locale).shell.product

/** Procedures that change a person's credentials. */
export const credentialsRouter = router({
  // ---- signed in, perhaps with the first factor only, to enrol the first second factor
  beginTotp: personProcedure.mutation(({ ctx }) => beginTotp(ctx.session, portalName(ctx))),
  enrolTotp: personProcedure.input(z.strictObject({ code: Code, proof: ProofOrFirst })).mutation(async ({ ctx, input }) => {
    const { given, recoveryCodes } = await enrolTotp(ctx.session, input, ctx.browser)
    if (given) setSessionCookies(ctx, given)
    return { recoveryCodes }
  }),
  beginPasskey: personProcedure.mutation(({ ctx }) => beginPasskey(ctx.session, portalName(ctx))),
  enrolPasskey: personProcedure
    .input(z.strictObject({ answer: PasskeyMade, label: Label, proof: ProofOrFirst }))
    .mutation(async ({ ctx, input }) => {
      const made = { ...input, answer: input.answer as RegistrationResponseJSON }
      const { given, recoveryCodes } = await enrolPasskey(ctx.session, made, ctx.browser)
      if (given) setSessionCookies(ctx, given)
      return { recoveryCodes }
    }),

  // ---- with both factors
  factors: secondFactorProcedure.query(({ ctx }) => listFactors(ctx.session)),
  identities: secondFactorProcedure.query(({ ctx }) => listIdentities(ctx.session)),

  // ---- with a proof of this act
  askProof: secondFactorProcedure.input(PersonActInput).mutation(({ ctx, input }) => askProof(ctx.session, input)),
  connectMarketplace: secondFactorProcedure
    .input(z.strictObject({ proof: Proof }))
    .mutation(({ ctx, input }) => connectMarketplace(ctx.session, input.proof)),
  removeIdentity: secondFactorProcedure
    .input(personActs['identity.remove'].extend({ proof: Proof }))
    .mutation(({ ctx, input }) => removeIdentity(ctx.session, input, ctx.browser)),
  changePassword: secondFactorProcedure
    .input(personActs['password.change'].extend({ current: Password, proof: Proof }))
    .mutation(({ ctx, input }) => changePassword(ctx.session, input, ctx.browser)),
  changeEmail: secondFactorProcedure
    .input(personActs['email.change'].extend({ proof: Proof }))
    .mutation(({ ctx, input }) => changeEmail(ctx.session, input)),
  removeFactor: secondFactorProcedure
    .input(personActs['factor.remove'].extend({ proof: Proof }))
    .mutation(({ ctx, input }) => removeFactor(ctx.session, input, ctx.browser)),
  renewRecoveryCodes: secondFactorProcedure
    .input(z.strictObject({ proof: Proof }))
    .mutation(({ ctx, input }) => renewRecoveryCodes(ctx.session, input.proof, ctx.browser)),
})
