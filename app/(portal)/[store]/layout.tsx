import type { Metadata } from 'next'
import { after } from 'next/server'
import type { ReactNode } from 'react'
import { currentSession, isOpenedByPerson, rememberStore, storeOf } from '#server/people/index.ts'
import { portalTitle } from '../../_ui/brand.tsx'
import { Frame } from './_components/frame.tsx'
import { requireStore, type StoreParams } from './_components/page-store.ts'

/** The store stands in every page's title, so that two tabs can be told apart. Whoever may not see it is told so by the page. */
export async function generateMetadata({ params }: StoreParams): Promise<Metadata> {
  const [session, { store: code }, portal] = await Promise.all([currentSession().catch(() => null), params, portalTitle()])
  const found = session && storeOf(session, code)
  if (!found) return {}
  const end = `${found.store.name} · ${portal}`
  return { title: { default: end, template: `%s · ${end}` } }
}

/** All pages of a store, whose code the address has. */
export default async function StoreLayout({ params, children }: StoreParams & { children: ReactNode }) {
  const { session, store } = await requireStore(params)
  if (await isOpenedByPerson()) after(() => rememberStore(session, store))
  return (
    <Frame session={session} store={store}>
      {children}
    </Frame>
  )
}
