import { initTRPC, TRPCError } from '@trpc/server'
import superjson from 'superjson'
import { z } from 'zod'
import { findStore } from '#server/people/index.ts'
import { isPassing, passingCode, Refusal, type RefusalCode } from '#server/platform/errors.ts'
import { log } from '#server/platform/log.ts'
import { mayDo, type Permission } from '#server/platform/permission.ts'
import { mayStaff, type StaffPermission } from '#server/platform/staff-permission.ts'
import { logBug } from '#server/platform/trace.ts'
import type { Context } from './context.ts'
import { refusalStatus } from './errors.ts'
import { NamedStore, storeIn, withoutStore } from './named-store.ts'

/** A failure as the client sees it: a code, its parameters and a trace id. Never a message, a stack or SQL. */
export type Failure = {
  readonly code: RefusalCode | 'internal'
  readonly params: Readonly<Record<string, string | number>>
  readonly trace: string | null
  /** Names of the input's fields that were refused. */
  readonly fields: readonly string[]
}

const t = initTRPC.context<Context>().create({
  transformer: superjson,
  // Live streams: pings keep proxies from closing them, and a restart every ten minutes checks the session again.
  sse: { ping: { enabled: true, intervalMs: 15_000 }, maxDurationMs: 10 * 60_000, client: { reconnectAfterInactivityMs: 40_000 } },
  // Every failure of every call passes here, also those before a procedure runs (unknown path, malformed batch).
  errorFormatter: ({ shape, error, ctx }) => {
    const failure = failureOf(error, ctx?.trace ?? null)
    return { code: shape.code, message: failure.code, data: { ...failure, httpStatus: shape.data.httpStatus } }
  },
})

const statusName = {
  401: 'UNAUTHORIZED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  409: 'CONFLICT',
  410: 'NOT_FOUND',
  413: 'PAYLOAD_TOO_LARGE',
  422: 'UNPROCESSABLE_CONTENT',
  429: 'TOO_MANY_REQUESTS',
  503: 'SERVICE_UNAVAILABLE',
} as const

function failureOf(error: TRPCError, trace: string | null): Failure {
  const { cause } = error
  if (cause instanceof Refusal) return { code: cause.code, params: cause.params, trace, fields: [] }
  // Before ZodError: an answer of ours that violates its schema is a bug, not invalid input.
  if (error.code === 'INTERNAL_SERVER_ERROR') return { code: 'internal', params: {}, trace, fields: [] }
  if (cause instanceof z.ZodError) {
    const fields = [...new Set(cause.issues.map((issue) => issue.path.join('.')))]
    return { code: 'invalid_input', params: {}, trace, fields }
  }
  return { code: error.code === 'NOT_FOUND' ? 'not_found' : 'invalid_input', params: {}, trace, fields: [] }
}

/** What is said of a database that can't answer now; the cause was logged. */
export function notNow(cause: unknown, trace: string, headers: Headers): TRPCError {
  const code = passingCode(cause) ?? 'unavailable'
  headers.set('retry-after', '1')
  return Object.assign(new TRPCError({ code: 'SERVICE_UNAVAILABLE', message: code, cause: new Refusal(code) }), { digest: trace })
}

/** Turns errors of rooms into errors of the transport, and logs bugs. */
const outcome = t.middleware(async ({ ctx, path, getRawInput, next }) => {
  const result = await next()
  if (result.ok) return result
  const { cause } = result.error
  if (cause instanceof Refusal) {
    if (cause.code === 'not_allowed' || cause.code === 'foreign_origin')
      log.warn(
        { trace: ctx.trace, where: path, user: ctx.session?.userId ?? null, store: storeIn(await getRawInput()), code: cause.code },
        'refused',
      )
    const retry = cause.params.seconds
    if (retry !== undefined) ctx.answer.set('retry-after', String(retry))
    throw new TRPCError({ code: statusName[refusalStatus[cause.code]], message: cause.code, cause })
  }
  if (result.error.code !== 'INTERNAL_SERVER_ERROR') return result
  logBug(cause ?? result.error, ctx.trace, path)
  if (isPassing(cause)) throw notNow(cause, ctx.trace, ctx.answer)
  // A page that called in process rethrows the error: it must not carry the cause, and Next shows `digest`.
  throw Object.assign(new TRPCError({ code: 'INTERNAL_SERVER_ERROR', message: 'internal' }), { digest: ctx.trace })
})

export const { router, mergeRouters, createCallerFactory } = t

/** For everybody: the sign-in pages. Mutations must come from the portal's own pages, whatever the transport. */
export const publicProcedure = t.procedure.use(outcome).use(({ ctx, type, next }) => {
  if (type === 'mutation' && !ctx.ours) throw new Refusal('foreign_origin')
  return next()
})

/** A signed-in person, perhaps with the first factor only. */
export const personProcedure = publicProcedure.use(({ ctx, next }) => {
  if (!ctx.session) throw new Refusal('not_signed_in')
  return next({ ctx: { session: ctx.session } })
})

/** A person who proved the second factor in this session. */
export const secondFactorProcedure = personProcedure.use(({ ctx, next }) => {
  if (!ctx.session.secondFactor) throw new Refusal('second_factor_needed')
  return next()
})

/**
 * A member of the store that the call names, whose role may do this. The session never decides the store, because a person
 * may have several open. The account may be unopened, so these procedures return no amounts.
 */
export const memberProcedure = (permission: Permission) =>
  secondFactorProcedure
    .input(NamedStore)
    .use(({ ctx, input, path, next }) => {
      const found = findStore(ctx.session, input.store, { trace: ctx.trace, where: path })
      if (!found) throw new Refusal('not_found')
      if (!mayDo(found.scope.role, permission)) throw new Refusal('not_allowed')
      return next({ ctx: found })
    })
    // The procedure's own input schema is strict, so `store` is removed.
    .use(({ getRawInput, next }) => next({ getRawInput: async () => withoutStore(await getRawInput()) }))

/** A member whose role may do this, of a store with an opened account. Only these procedures return amounts. */
export const sellerProcedure = (permission: Permission) =>
  memberProcedure(permission).use(({ ctx, next }) => {
    if (ctx.store.status === 'unopened') throw new Refusal('account_not_open')
    return next()
  })

/** A member of the marketplace's staff whose roles may do this; not_found for everybody else, as with the staff pages. */
export const staffProcedure = (permission: StaffPermission) =>
  secondFactorProcedure.use(({ ctx, next }) => {
    const { staff } = ctx.session
    if (!staff) throw new Refusal('not_found')
    if (!mayStaff(staff.roles, permission)) throw new Refusal('not_allowed')
    return next({ ctx: { staff } })
  })
