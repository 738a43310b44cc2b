import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { Card } from '../../_components/card.tsx'
import { UndoForm } from '../../_components/undo-form.tsx'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('people.undo'))('title'), referrer: 'no-referrer' }
}

/** Where a warning's link leads: says what will be undone, and does nothing by itself. */
export default async function UndoPage() {
  const t = await getTranslations('people.undo')
  return (
    <Card title={t('title')} text={t('text')}>
      <UndoForm />
    </Card>
  )
}
