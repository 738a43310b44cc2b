import { readLive } from '#server/activity/index.ts'
import { readBalances, readOverview } from '#server/overview/index.ts'
import { requireRoom, whileMember } from './live-streams.ts'
import { memberProcedure, router, sellerProcedure } from './trpc.ts'

const read = 'money.read'

export const balancesRouter = router({
  /** Every bucket and the total of each currency, now. */
  now: sellerProcedure(read).query(({ ctx }) => readBalances(ctx.scope)),

  /** The first page: balances, the forecast and the newest rows, with their instant and state. */
  overview: sellerProcedure(read).query(({ ctx }) => readOverview(ctx.scope)),

  /**
   * Live: the state of the store's books at once, and again whenever it changes. It has versions, not amounts, so it may
   * be followed before the account is open; the page loads amounts through the procedures above. Ends with the
   * session and with the membership; a session may have only a few.
   */
  live: memberProcedure(read)
    .use(({ ctx, next }) => {
      requireRoom(ctx.session)
      return next()
    })
    .subscription(({ ctx: { session, scope, browser }, signal }) =>
      whileMember({ session, scope, token: browser.sessionToken, signal }, (until) => readLive(scope, until)),
    ),
})
