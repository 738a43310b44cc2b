import { personProcedure, router } from './trpc.ts'

export const peopleRouter = router({
  /** Who is signed in, and with which stores. */
  me: personProcedure.query(({ ctx: { session } }) => ({
    email: session.email,
    name: session.name,
    locale: session.locale,
    secondFactor: session.secondFactor,
    factors: session.factors,
    stores: session.secondFactor ? session.stores : [],
  })),
})
