import { TRPCError } from '@trpc/server'
import { headers } from 'next/headers'
import { cache } from 'react'
import { currentSession, pageTrace } from '#server/people/index.ts'
import { browserOf } from './context.ts'
import { isFromOurPage } from './origin.ts'
import { appRouter } from './router.ts'
import { createCallerFactory } from './trpc.ts'

const callerOf = createCallerFactory(appRouter)

/** The procedures, for the pages of this request: in process, through the same ladder as over HTTP. */
export const api = cache(async () => {
  const asked = await headers()
  const ours = isFromOurPage(asked)
  return callerOf({ session: await currentSession(), trace: pageTrace(), browser: browserOf(asked), ours, answer: new Headers() })
})

/** A procedure's answer; null where it refused with not_found, and the page answers with its own 404. */
export async function orNull<Answer>(asked: Promise<Answer>): Promise<Answer | null> {
  try {
    return await asked
  } catch (error) {
    if (error instanceof TRPCError && error.code === 'NOT_FOUND') return null
    throw error
  }
}
