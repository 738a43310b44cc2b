import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { currentSession } from '#server/people/index.ts'
import { Card } from '../../_components/card.tsx'
import { InvitationForm } from '../../_components/invitation-form.tsx'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('people.invitation'))('title'), referrer: 'no-referrer' }
}

export default async function InvitationPage() {
  const [session, t] = await Promise.all([currentSession(), getTranslations('people.invitation')])
  return (
    <Card title={t('title')}>
      <InvitationForm me={session?.secondFactor ? session.email : null} />
    </Card>
  )
}
