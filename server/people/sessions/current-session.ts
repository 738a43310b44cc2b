import { cookies, headers } from 'next/headers'
import { notFound, redirect } from 'next/navigation'
import { cache } from 'react'
import type { MemberScope, StaffScope } from '#server/platform/actor.ts'
import { pageHeader, paths } from '#server/platform/paths.ts'
import { newTrace, numbered } from '#server/platform/trace.ts'
import { cookieIn, sessionCookie, unattendedCookie } from './cookie.ts'
import { findSession } from './find-session.ts'
import { findStore } from './find-store.ts'
import type { Session, Store } from './session.ts'

/** The trace id of this request for a page: the gate and all procedures that the page calls log under the same one. */
export const pageTrace = cache(() => newTrace())

/** Who is signed in on this request, for pages; one query however many components ask. */
export const currentSession = cache(async (): Promise<Session | null> => {
  const [jar, asked] = await Promise.all([cookies(), headers()])
  // A page that refreshes itself because money moved is no sign that somebody is there.
  try {
    return await findSession(cookieIn(asked.get('cookie'), sessionCookie()), { touch: !jar.has(unattendedCookie) })
  } catch (error) {
    throw numbered(error)
  }
})

/** For pages of a signed-in person: sends others to the sign-in, and those whose second factor is missing to it; both lead back. */
export async function requirePerson(): Promise<Session> {
  const [session, asked] = await Promise.all([currentSession(), headers()])
  const next = asked.get(pageHeader)
  if (!session) redirect(paths.signIn({ next }))
  if (!session.secondFactor) redirect(paths.secondFactor(next))
  return session
}

/** For pages of the marketplace's staff. To everybody else they are not there: a store's people go to their store. */
export async function requireStaff(): Promise<{ session: Session; staff: StaffScope }> {
  const session = await requirePerson()
  if (!session.staff) redirect(paths.home())
  return { session, staff: session.staff }
}

/**
 * For pages of the store whose code their address has. A store that isn't the person's is not found, like one that doesn't exist; who
 * belongs to none is led to where they work, or told so.
 */
export const requireSeller = cache(async (code: string): Promise<{ session: Session; scope: MemberScope; store: Store }> => {
  const session = await requirePerson()
  if (session.stores.length === 0) redirect(session.staff ? paths.staff() : paths.noStore())
  const found = findStore(session, code, { trace: pageTrace(), where: 'page' })
  if (!found) notFound()
  return { session, ...found }
})

/** Whether the page is a document that somebody opens, not one that refreshes itself. A browser that doesn't say what it fetches is taken to fetch a document. */
export async function isOpenedByPerson(): Promise<boolean> {
  const [asked, jar] = await Promise.all([headers(), cookies()])
  return (asked.get('sec-fetch-dest') ?? 'document') === 'document' && !jar.has(unattendedCookie)
}
