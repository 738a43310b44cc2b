import { TRPCError } from '@trpc/server'
import { headers } from 'next/headers'
import { cache } from 'react'
import { currentSession } from '#server/people/index.ts'
import { newTrace } from '#server/platform/trace.ts'
import { browserOf } from './context.ts'
import { isFromOurPage } from './origin.ts'
import { appRouter } from './router.ts'
import { createCallerFactory } from './trpc.ts'

const callerOf = createCallerFactory(appRouter)

/** The procedures, for the pages of this request: in process, through the same ladder as over HTTP. */
export const api = cache(async () => {
  const asked = await headers()
  const ours = isFromOurPage(asked)
  return callerOf({ session: await currentSession(), trace: newTrace(), browser: browserOf(asked), ours, answer: new Headers() })
})

/** Whether a procedure refused because there is nothing of that name: a page answers with its own 404. */
export function isNotFound(error: unknown): boolean {
  return error instanceof TRPCError && error.code === 'NOT_FOUND'
}
