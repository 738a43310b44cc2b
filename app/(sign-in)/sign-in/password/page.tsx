import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { Card } from '../../_components/card.tsx'
import { ChoosePasswordForm } from '../../_components/choose-password-form.tsx'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('people.choose'))('title'), referrer: 'no-referrer' }
}

export default async function ChoosePasswordPage() {
  const t = await getTranslations('people.choose')
  return (
    <Card title={t('title')} text={t('text')}>
      <ChoosePasswordForm />
    </Card>
  )
}
