import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { requirePerson, storeToOpen } from '#server/people/index.ts'
import { insidePath, paths, storePaths } from '#server/platform/paths.ts'
import { Status } from '../(portal)/[store]/_components/status.tsx'
import { Card } from './_components/card.tsx'
import { SignOut } from './_components/sign-out.tsx'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('people.stores'))('title') }
}

type Props = { searchParams: Promise<{ to?: string | string[] }> }

/**
 * Leads to the store that the person looked at last. Whoever has several and looked at none yet chooses one; so does whoever comes by an
 * address without a store, since the page of the last one might not be the page that they mean.
 */
export default async function HomePage({ searchParams }: Props) {
  const [session, { to }] = await Promise.all([requirePerson(), searchParams])
  const [t, shell] = await Promise.all([getTranslations('people.stores'), getTranslations('shell')])
  const former = typeof to === 'string' ? insidePath(to) : paths.home()
  const addressIn = (code: string) => storePaths(code).pageOf(former)
  const isAmbiguous = former !== paths.home() && session.stores.length > 1
  const store = isAmbiguous ? null : storeToOpen(session)
  if (store) redirect(addressIn(store.code))
  if (session.stores.length === 0) redirect(session.staff ? paths.staff() : paths.noStore())
  return (
    <Card title={t('title')} text={t(isAmbiguous ? 'which' : 'text')}>
      <ul className="grid gap-2">
        {session.stores.map(({ code, name, externalId, status }) => (
          <li key={code}>
            <a
              href={addressIn(code)}
              className="grid min-h-14 gap-x-3 rounded-small border border-line bg-raised px-3 py-2 hover:border-ink sm:grid-cols-[1fr_auto]"
            >
              <span translate="no" className="font-semibold">
                {name}
              </span>
              <Status status={status} />
              <span translate="no" className="text-small text-faint">
                {externalId}
              </span>
            </a>
          </li>
        ))}
      </ul>
      <div className="grid justify-items-start">
        <SignOut>{shell('signOut')}</SignOut>
      </div>
    </Card>
  )
}
