import { z } from 'zod'
import { locales } from '#server/platform/locale.ts'
import { chooseTimeZone, listConsents, openAccount, readOpening } from '#server/sellers/index.ts'
import { TimeZone } from '#server/sellers/schema.ts'
import { memberProcedure, router } from './trpc.ts'

export const sellersRouter = router({
  /** What the page that opens the account shows: the terms in force, and whether it may be opened or why not yet. */
  opening: memberProcedure('money.read').query(({ ctx: { scope, session } }) => readOpening(scope, personOf(session))),

  /** Opens the account and accepts the terms. A role that may not is refused; what is missing is answered. */
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

/** The marketplace's own sign-on vouches for the person, so an e-mail need not be confirmed once more. */
function personOf(session: { readonly emailConfirmed: boolean; readonly method: string; readonly secondFactor: boolean }) {
  return { emailConfirmed: session.emailConfirmed || session.method === 'marketplace', secondFactor: session.secondFactor }
}
