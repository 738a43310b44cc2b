import { getFormatter, getTranslations } from 'next-intl/server'
import { api } from '#server/api/caller.ts'
import { Notice } from '../../../../_ui/panel.tsx'
import { storeCode } from '../../_components/page-store.ts'

/** Says that no money leaves the store, since when and why; nothing while it may. */
export async function Frozen() {
  const procedures = await api()
  const [since, t, format] = await Promise.all([
    procedures.people.freeze({ store: storeCode() }),
    getTranslations('people.frozen'),
    getFormatter(),
  ])
  if (!since) return null
  return (
    <Notice kind="bad" title={t('title')}>
      {t('text', { when: format.dateTime(since, { dateStyle: 'medium' }) })}
    </Notice>
  )
}
