import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { requirePerson } from '#server/people/index.ts'
import { paths } from '#server/platform/paths.ts'
import { verbatim } from '../../_ui/verbatim.tsx'
import { Card } from '../_components/card.tsx'
import { SignOut } from '../_components/sign-out.tsx'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('people.noStore'))('title') }
}

/** For a person who is signed in and belongs to no store (yet). */
export default async function NoStorePage() {
  const [session, t, factor] = await Promise.all([requirePerson(), getTranslations('people.noStore'), getTranslations('people.factor')])
  if (session.stores.length > 0 || session.staff) redirect(paths.home())
  return (
    <Card title={t('title')} text={t.rich('text', { email: verbatim(session.email) })}>
      <SignOut>{factor('signOut')}</SignOut>
    </Card>
  )
}
