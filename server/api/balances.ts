import { readBalances, readOverview, readLive } from '#server/activity/index.ts'
import { listen } from '#server/platform/listen.ts'
import { memberProcedure, router, sellerProcedure } from './trpc.ts'

const read = 'money.read'

export const balancesRouter = router({
  /** Every bucket and the total of each currency, now. */
  now: sellerProcedure(read).query(({ ctx }) => readBalances(ctx.scope)),

  /** The first page: balances and the newest rows, with the moment and the state that they are of. */
  overview: sellerProcedure(read).query(({ ctx }) => readOverview(ctx.scope)),

  /**
   * Live: the state of the store's books at once, and again whenever it is another. It names versions, not amounts, so it may
   * be followed before the account is open, and the page asks for what it shows through the procedures above. Ends with its
   * session.
   */
  live: memberProcedure(read).subscription(async function* ({ ctx, signal }) {
    const end = new AbortController()
    signal?.addEventListener('abort', () => end.abort())
    const { sessionId } = ctx.session
    const deaf = listen('sessions', { heard: (id) => id === sessionId && end.abort(), resumed: () => {} })
    try {
      yield* readLive(ctx.scope, end.signal)
    } finally {
      deaf()
    }
  }),
})
