import { useLocale, useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { dateText, dayEnd } from '#server/format/date.ts'
import { Live } from '../../../_ui/live.tsx'
import { Notice } from '../../../_ui/panel.tsx'
import { dataIsReady } from './hold-skeleton.ts'
import { pages } from './page-store.ts'

type Props = {
  /** The moment and the state of the store that the page is of. */
  page: { readonly asOf: number; readonly state: string }
  zone: string
  /** Until when what it says is true if nothing happens, epoch milliseconds; never longer than the store's day. */
  until?: number
  children: ReactNode
}

/** A page that follows its store: what happens there, and that its day ends. */
export function LivePage({ page: { asOf, state }, zone, until = Infinity, children }: Props) {
  dataIsReady()
  const lasts = Math.min(until, dayEnd(asOf, zone)) - asOf
  return (
    <Live url={pages().live()} state={state} lasts={lasts} lost={<Lost at={asOf} zone={zone} />}>
      {children}
    </Live>
  )
}

/** Said while the page is cut off: the numbers are true, but of a moment that has passed. */
function Lost({ at, zone }: { at: number; zone: string }) {
  const t = useTranslations('shell.live')
  return (
    <div className="mb-6">
      <Notice title={t('lost.title')}>{t('lost.text', { time: dateText(at, useLocale(), zone, 'seconds') })}</Notice>
    </div>
  )
}
