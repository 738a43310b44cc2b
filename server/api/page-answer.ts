import { TRPCError } from '@trpc/server'
import { env } from '#server/platform/env.ts'
import { passingCode, Refusal, type RefusalCode } from '#server/platform/errors.ts'
import { isStoreCode, paths } from '#server/platform/paths.ts'
import { logBug, newTrace } from '#server/platform/trace.ts'
import { refusal } from './answer.ts'

// Addresses that a browser goes to by itself, from a form or a link: whatever becomes of it, a person ends on a page with a sentence.

/** The store that an address names; '' where it could be none, since an address of a page is made of it. */
export function storeNamedIn(request: Request): string {
  const named = new URL(request.url).searchParams.get('store') ?? ''
  return isStoreCode(named) ? named : ''
}

/** A page to go to. @param headers of the answer, beside where it leads */
export function seeOther(path: string, headers: Record<string, string> = {}): Response {
  return new Response(null, { status: 303, headers: { ...headers, location: new URL(path, env().PORTAL_URL).href } })
}

/** The code of a refusal, or of a fault that passes by itself (the database restarts); null where it is a bug. */
export function codeOfRefused(error: unknown): RefusalCode | null {
  if (error instanceof Refusal) return error.code
  if (!(error instanceof TRPCError)) return passingCode(error)
  if (error.cause instanceof Refusal) return error.cause.code
  return error.code === 'BAD_REQUEST' ? 'invalid_input' : null
}

/**
 * What a refused caller is answered: a browser is led to the page that says why, by way of the sign-in where the session has ended;
 * whoever doesn't ask for a page gets status and code.
 * @param error what was thrown
 * @param page that has a sentence for the code, for `ended` where the person comes back from the sign-in, for `internal` where it is a bug
 * @throws the bug, for whoever doesn't ask for a page
 */
export function answerRefused(
  request: Request,
  error: unknown,
  page: (problem: RefusalCode | 'ended' | 'internal') => string,
  headers: Record<string, string> = {},
): Response {
  const code = codeOfRefused(error)
  const wantsPage = /\btext\/html\b/.test(request.headers.get('accept') ?? '')
  if (!wantsPage && code === null) throw error
  // A refusal is no error, and what a procedure throws its own ladder has logged.
  if (!(error instanceof Refusal) && !(error instanceof TRPCError)) logBug(error, newTrace(), new URL(request.url).pathname)
  if (!wantsPage && code !== null) return refusal(code)
  if (code === 'not_signed_in') return seeOther(paths.signIn({ next: page('ended'), error: 'ended' }), headers)
  if (code === 'second_factor_needed') return seeOther(paths.secondFactor(page('ended')), headers)
  return seeOther(page(code ?? 'internal'), headers)
}
