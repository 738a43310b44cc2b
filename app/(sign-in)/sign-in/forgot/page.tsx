import type { Metadata } from 'next'
import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { paths } from '#server/platform/paths.ts'
import { Card } from '../../_components/card.tsx'
import { ForgotForm } from '../../_components/forgot-form.tsx'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('people.forgot'))('title') }
}

export default async function ForgotPage() {
  const t = await getTranslations('people')
  return (
    <Card title={t('forgot.title')} text={t('forgot.text')}>
      <ForgotForm />
      <Link href={paths.signIn()} className="justify-self-start text-accent underline underline-offset-4">
        {t('back')}
      </Link>
    </Card>
  )
}
