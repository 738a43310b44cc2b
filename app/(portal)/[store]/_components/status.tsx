import { useTranslations } from 'next-intl'
import type { StoreStatus } from '#server/people/index.ts'
import { classes } from '../../../_ui/classes.ts'

const dots: Record<StoreStatus, string> = {
  open: 'bg-good',
  unopened: 'border border-edge',
  closed: 'bg-bad',
}

/** The account's state in a word. */
export function Status({ status }: { status: StoreStatus }) {
  const t = useTranslations('shell.status')
  return (
    <span className="inline-flex items-center gap-1.5 text-small whitespace-nowrap text-soft">
      <span aria-hidden="true" className={classes('size-2 rounded-full', dots[status])} />
      <span className="sr-only">{t('label')}</span> {t(status)}
    </span>
  )
}
