import { z } from 'zod'
import { locales } from '#server/platform/locale.ts'
import { chooseTimeZone, listConsents, openAccount, readOpening } from '#server/sellers/index.ts'
import { TimeZone } from '#server/sellers/schema.ts'
import { memberProcedure, router } from './trpc.ts'

export const sellersRouter = router({
  /** The terms in force, and whether the account may be opened, or why not yet. */
  opening: memberProcedure('money.read').query(({ ctx: { scope, session } }) => readOpening(scope, personOf(session))),

  /** Opens the account and accepts the terms. A role that may not is refused; a missing condition is returned. */
  openAccount: memberProcedure('account.open')
    .input(z.strictObject({ terms: z.string().min(1).max(32).nullable(), locale: z.enum(locales) }))
    .mutation(({ ctx: { scope, session }, input }) =>
      openAccount(scope, personOf(session), { version: input.terms, locale: input.locale }),
    ),

  /** The terms that were accepted for the store. */
  consents: memberProcedure('money.read').query(({ ctx: { scope } }) => listConsents(scope)),

  /** The zone in which the store's days begin and end, on every page. */
  chooseTimeZone: memberProcedure('store.settings')
    .input(z.strictObject({ zone: TimeZone }))
    .mutation(({ ctx, input }) => chooseTimeZone(ctx.scope, input.zone)),
})

/** The marketplace's sign-on vouches for the person, so the e-mail address need not be confirmed. */
function personOf(session: { readonly emailConfirmed: boolean; readonly method: string; readonly secondFactor: boolean }) {
  return { emailConfirmed: session.emailConfirmed || session.method === 'marketplace', secondFactor: session.secondFactor }
}
