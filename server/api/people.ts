import type { AuthenticationResponseJSON } from '@simplewebauthn/server'
import { z } from 'zod'
import {
  acceptInvitation,
  askInvitationAgain,
  askPasskey,
  askPasswordLink,
  chooseLocale,
  choosePassword,
  confirmEmail,
  endOtherSessions,
  endSession,
  joinStore,
  listSessions,
  proveFactor,
  readInvitation,
  signOut,
  undoChange,
} from '#server/people/index.ts'
import { Code, Email, LocaleTag, Name, PasskeyAnswer, Password, RecoveryCode, Token } from '#server/people/schema.ts'
import { clearSessionCookie, setSessionCookies } from './context.ts'
import { personProcedure, publicProcedure, router, secondFactorProcedure } from './trpc.ts'

const FactorOffered = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('totp'), code: Code }),
  z.strictObject({ kind: z.literal('recovery'), code: RecoveryCode }),
  z.strictObject({ kind: z.literal('passkey'), answer: PasskeyAnswer }),
])

/** A call with a secret is a mutation even where it only reads, so that the secret stays out of the address. */
export const peopleRouter = router({
  // ---- anybody
  askPasswordLink: publicProcedure
    .input(z.strictObject({ email: Email }))
    .mutation(({ ctx, input }) => askPasswordLink(input.email, ctx.browser)),
  choosePassword: publicProcedure
    .input(z.strictObject({ token: Token, password: Password }))
    .mutation(async ({ ctx, input }) => setSessionCookies(ctx, await choosePassword(input, ctx.browser))),
  readInvitation: publicProcedure
    .input(z.strictObject({ token: Token }))
    .mutation(({ ctx, input }) => readInvitation(input.token, ctx.browser)),
  askInvitationAgain: publicProcedure
    .input(z.strictObject({ token: Token }))
    .mutation(({ ctx, input }) => askInvitationAgain(input.token, ctx.browser)),
  acceptInvitation: publicProcedure
    .input(z.strictObject({ token: Token, name: Name, password: Password, locale: LocaleTag }))
    .mutation(async ({ ctx, input }) => setSessionCookies(ctx, await acceptInvitation(input, ctx.browser))),
  confirmEmail: publicProcedure
    .input(z.strictObject({ token: Token }))
    .mutation(({ ctx, input }) => confirmEmail(input.token, ctx.browser)),
  undoChange: publicProcedure.input(z.strictObject({ token: Token })).mutation(({ ctx, input }) => undoChange(input.token, ctx.browser)),

  // ---- signed in, perhaps with the first factor only
  me: personProcedure.query(({ ctx: { session } }) => ({
    email: session.email,
    name: session.name,
    locale: session.locale,
    secondFactor: session.secondFactor,
    factors: session.factors,
    stores: session.secondFactor ? session.stores.map(({ sellerId: _, marketplaceId: __, ...store }) => store) : [],
  })),
  signOut: personProcedure.mutation(async ({ ctx }) => {
    await signOut(ctx.browser.sessionToken ?? '')
    clearSessionCookie(ctx)
  }),
  askPasskey: personProcedure.mutation(({ ctx }) => askPasskey(ctx.session)),
  proveFactor: personProcedure.input(FactorOffered).mutation(async ({ ctx, input }) => {
    const proof = input.kind === 'passkey' ? { ...input, answer: input.answer as AuthenticationResponseJSON } : input
    const { given, recoveryCodes } = await proveFactor(ctx.session, proof, ctx.browser)
    setSessionCookies(ctx, given)
    return { recoveryCodes }
  }),
  chooseLocale: personProcedure
    .input(z.strictObject({ locale: LocaleTag }))
    .mutation(({ ctx, input }) => chooseLocale(ctx.session, input.locale)),

  // ---- with both factors
  joinStore: secondFactorProcedure
    .input(z.strictObject({ token: Token }))
    .mutation(({ ctx, input }) => joinStore(ctx.session, input.token)),
  sessions: secondFactorProcedure.query(({ ctx }) => listSessions(ctx.session)),
  endSession: secondFactorProcedure.input(z.strictObject({ id: z.uuid() })).mutation(({ ctx, input }) => endSession(ctx.session, input.id)),
  endOtherSessions: secondFactorProcedure.mutation(({ ctx }) => endOtherSessions(ctx.session)),
})
