import { cookies } from 'next/headers'
import { redirect } from 'next/navigation'
import { cache } from 'react'
import type { SellerScope } from '#server/platform/actor.ts'
import { numbered } from '#server/platform/trace.ts'
import { sessionCookie, unattendedCookie } from './cookie.ts'
import { findSession } from './find-session.ts'
import { chosenStore, type Session, type Store } from './session.ts'

/** Who is signed in on this request, for pages; one query however many components ask. */
export const currentSession = cache(async (): Promise<Session | null> => {
  const jar = await cookies()
  // A page that refreshes itself because money moved is no sign that somebody is there.
  try {
    return await findSession(jar.get(sessionCookie())?.value ?? null, { touch: !jar.has(unattendedCookie) })
  } catch (error) {
    throw numbered(error)
  }
})

/** For pages of a signed-in person: sends others to the sign-in, and those whose second factor is missing to it. */
export async function requirePerson(): Promise<Session> {
  const session = await currentSession()
  if (!session) redirect('/sign-in')
  if (!session.secondFactor) redirect('/sign-in/second-factor')
  return session
}

/** For pages of a store. A person without any store is told so at /no-store. */
export async function requireSeller(): Promise<{ session: Session; scope: SellerScope; store: Store }> {
  const session = await requirePerson()
  const store = chosenStore(session)
  if (!session.scope || !store) redirect('/no-store')
  return { session, scope: session.scope, store }
}
