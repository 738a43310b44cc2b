import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { requireStaff } from '#server/people/index.ts'
import { Security } from '../../../_components/security/security.tsx'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('people.security'))('title') }
}

/** How a member of the staff signs in. */
export default async function StaffSecurityPage() {
  const [{ session }, t] = await Promise.all([requireStaff(), getTranslations('people.security')])
  return (
    <div className="grid max-w-2xl grid-cols-[minmax(0,1fr)] gap-8">
      <h1 className="text-title">{t('title')}</h1>
      <Security session={session} />
    </div>
  )
}
