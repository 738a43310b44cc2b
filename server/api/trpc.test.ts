import { expect, test, vi } from 'vitest'
import { Refusal, UnknownOutcome } from '#server/platform/errors.ts'
import type { Context } from './context.ts'
import { createCallerFactory, publicProcedure, router } from './trpc.ts'

const logged = vi.hoisted(() => vi.fn())
vi.mock('#server/platform/trace.ts', () => ({ logBug: logged }))

const caller = createCallerFactory(
  router({
    bug: publicProcedure.query(() => {
      throw Object.assign(new Error('Key (email)=(mei@example.com) exists'), { detail: 'select secret' })
    }),
    away: publicProcedure.query(() => {
      throw Object.assign(new Error('select secret'), { code: '25006' })
    }),
    unknown: publicProcedure.query(() => {
      throw new UnknownOutcome('COMMIT was not answered')
    }),
    refusal: publicProcedure.query(() => {
      throw new Refusal('too_many_tries', { seconds: 7 })
    }),
  }),
)
const context = () => ({ session: null, trace: 'ab12', answer: new Headers(), browser: {} }) as unknown as Context

test('a bug reaches a page without message or cause, with the trace id of its log line', async () => {
  const error = await caller(context())
    .bug()
    .catch((caught: unknown) => caught as Error & { digest?: string })
  expect(error).toMatchObject({ code: 'INTERNAL_SERVER_ERROR', message: 'internal', digest: 'ab12' })
  expect(JSON.stringify([error, (error as Error).cause, String(error)])).not.toMatch(/mei|secret/)
  expect(logged).toHaveBeenCalledExactlyOnceWith(
    expect.objectContaining({ message: expect.stringContaining('Key') as string }),
    'ab12',
    'bug',
  )
})

test('a refusal keeps its code and has Retry-After', async () => {
  const ctx = context()
  await expect(caller(ctx).refusal()).rejects.toMatchObject({ message: 'too_many_tries', code: 'TOO_MANY_REQUESTS' })
  expect(ctx.answer.get('retry-after')).toBe('7')
})

test.each([
  ['away', 'unavailable'],
  ['unknown', 'outcome_unknown'],
] as const)('an unreachable database (%s) is answered as %s, logged, and may be retried', async (name, code) => {
  logged.mockClear()
  const ctx = context()
  const calls = caller(ctx)
  const error = await calls[name]().catch((caught: unknown) => caught as Error)
  expect(error).toMatchObject({ code: 'SERVICE_UNAVAILABLE', message: code, digest: 'ab12' })
  expect(JSON.stringify([error, error.cause, String(error)])).not.toMatch(/secret/)
  expect(ctx.answer.get('retry-after')).toBe('1')
  expect(logged).toHaveBeenCalledOnce()
})
