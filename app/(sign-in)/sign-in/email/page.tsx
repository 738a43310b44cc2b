import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { Card } from '../../_components/card.tsx'
import { ConfirmEmail } from '../../_components/confirm-email.tsx'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('people.confirm'))('title'), referrer: 'no-referrer' }
}

export default async function ConfirmEmailPage() {
  const t = await getTranslations('people.confirm')
  return (
    <Card title={t('title')}>
      <ConfirmEmail />
    </Card>
  )
}
