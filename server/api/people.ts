import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server'
import { z } from 'zod'
import {
  acceptInvitation,
  askInvitationAgain,
  askPasskey,
  askPasswordLink,
  beginPasskey,
  beginTotp,
  changeEmail,
  changePassword,
  chooseLocale,
  choosePassword,
  chooseStore,
  confirmEmail,
  connectMarketplace,
  endOtherSessions,
  endSession,
  enrolPasskey,
  enrolTotp,
  joinStore,
  listFactors,
  listSessions,
  proveFactor,
  readInvitation,
  removeFactor,
  renewRecoveryCodes,
  type Session,
  signOut,
} from '#server/people/index.ts'
import { Code, Email, Label, LocaleTag, Name, PasskeyAnswer, PasskeyMade, Password, RecoveryCode, Token } from '#server/people/schema.ts'
import { messagesOf } from '#server/messages/messages.ts'
import { isClean } from '#server/platform/clean-text.ts'
import { env } from '#server/platform/env.ts'
import { forget, give } from './context.ts'
import { freshProcedure, personProcedure, publicProcedure, router, secondFactorProcedure } from './trpc.ts'

const Proof = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('totp'), code: Code }),
  z.strictObject({ kind: z.literal('recovery'), code: RecoveryCode }),
  z.strictObject({ kind: z.literal('passkey'), answer: PasskeyAnswer }),
])

const Which = z.union([z.literal('totp'), z.strictObject({ passkey: z.string().max(1000).refine(isClean) })])

const portalName = (ctx: { session: Session }) => env().PORTAL_NAME ?? messagesOf(ctx.session.locale).shell.product

/** What carries a secret is a mutation even where it only reads: its input stays out of the address. */
export const peopleRouter = router({
  // ---- anybody
  askPasswordLink: publicProcedure
    .input(z.strictObject({ email: Email }))
    .mutation(({ ctx, input }) => askPasswordLink(input.email, ctx.browser)),
  choosePassword: publicProcedure
    .input(z.strictObject({ token: Token, password: Password }))
    .mutation(async ({ ctx, input }) => give(ctx, await choosePassword(input, ctx.browser))),
  readInvitation: publicProcedure
    .input(z.strictObject({ token: Token }))
    .mutation(({ ctx, input }) => readInvitation(input.token, ctx.browser)),
  askInvitationAgain: publicProcedure
    .input(z.strictObject({ token: Token }))
    .mutation(({ ctx, input }) => askInvitationAgain(input.token, ctx.browser)),
  acceptInvitation: publicProcedure
    .input(z.strictObject({ token: Token, name: Name, password: Password, locale: LocaleTag }))
    .mutation(async ({ ctx, input }) => give(ctx, await acceptInvitation(input, ctx.browser))),
  confirmEmail: publicProcedure
    .input(z.strictObject({ token: Token }))
    .mutation(({ ctx, input }) => confirmEmail(input.token, ctx.browser)),

  // ---- signed in, perhaps with the first factor only
  me: personProcedure.query(({ ctx: { session } }) => ({
    email: session.email,
    name: session.name,
    locale: session.locale,
    secondFactor: session.secondFactor,
    factors: session.factors,
    stores: session.secondFactor ? session.stores : [],
  })),
  signOut: personProcedure.mutation(async ({ ctx }) => {
    await signOut(ctx.browser.sessionToken ?? '')
    forget(ctx)
  }),
  askPasskey: personProcedure.mutation(({ ctx }) => askPasskey(ctx.session)),
  proveFactor: personProcedure.input(Proof).mutation(async ({ ctx, input }) => {
    const proof = input.kind === 'passkey' ? { ...input, answer: input.answer as AuthenticationResponseJSON } : input
    give(ctx, await proveFactor(ctx.session, proof, ctx.browser))
  }),
  beginTotp: personProcedure.mutation(({ ctx }) => beginTotp(ctx.session, portalName(ctx))),
  enrolTotp: personProcedure.input(z.strictObject({ code: Code })).mutation(async ({ ctx, input }) => {
    const { given, recoveryCodes } = await enrolTotp(ctx.session, input.code, ctx.browser)
    give(ctx, given)
    return { recoveryCodes }
  }),
  beginPasskey: personProcedure.mutation(({ ctx }) => beginPasskey(ctx.session, portalName(ctx))),
  enrolPasskey: personProcedure.input(z.strictObject({ answer: PasskeyMade, label: Label })).mutation(async ({ ctx, input }) => {
    const made = { label: input.label, answer: input.answer as RegistrationResponseJSON }
    const { given, recoveryCodes } = await enrolPasskey(ctx.session, made, ctx.browser)
    give(ctx, given)
    return { recoveryCodes }
  }),
  chooseLocale: personProcedure
    .input(z.strictObject({ locale: LocaleTag }))
    .mutation(({ ctx, input }) => chooseLocale(ctx.session, input.locale)),

  // ---- with both factors
  joinStore: secondFactorProcedure
    .input(z.strictObject({ token: Token }))
    .mutation(({ ctx, input }) => joinStore(ctx.session, input.token)),
  chooseStore: secondFactorProcedure
    .input(z.strictObject({ sellerId: z.number().int().positive() }))
    .mutation(({ ctx, input }) => chooseStore(ctx.session, input.sellerId)),
  factors: secondFactorProcedure.query(({ ctx }) => listFactors(ctx.session)),
  sessions: secondFactorProcedure.query(({ ctx }) => listSessions(ctx.session)),
  endSession: secondFactorProcedure.input(z.strictObject({ id: z.uuid() })).mutation(({ ctx, input }) => endSession(ctx.session, input.id)),
  endOtherSessions: secondFactorProcedure.mutation(({ ctx }) => endOtherSessions(ctx.session)),
  connectMarketplace: secondFactorProcedure.mutation(({ ctx }) => connectMarketplace(ctx.session)),

  // ---- with a second factor proven in the last minutes
  changePassword: freshProcedure
    .input(z.strictObject({ current: Password, password: Password, endOthers: z.boolean() }))
    .mutation(({ ctx, input }) => changePassword(ctx.session, input)),
  changeEmail: freshProcedure.input(z.strictObject({ email: Email })).mutation(({ ctx, input }) => changeEmail(ctx.session, input.email)),
  removeFactor: freshProcedure.input(z.strictObject({ which: Which })).mutation(({ ctx, input }) => removeFactor(ctx.session, input.which)),
  renewRecoveryCodes: freshProcedure.mutation(({ ctx }) => renewRecoveryCodes(ctx.session)),
})
