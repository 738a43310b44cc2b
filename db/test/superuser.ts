import postgres from 'postgres'
import { inject } from 'vitest'

/** A superuser's client of this test's database: plants what nobody else may write. Whoever makes one ends it. */
export function superuserClient(max = 1) {
  const url = Object.assign(new URL(inject('superuserUrl')), { pathname: new URL(process.env.DATABASE_URL ?? '').pathname })
  return postgres(url.href, { max, onnotice: () => {}, types: { bigint: postgres.BigInt } })
}
