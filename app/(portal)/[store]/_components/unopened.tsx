import { getTranslations } from 'next-intl/server'
import { api } from '#server/api/caller.ts'
import type { Store } from '#server/people/index.ts'
import { ButtonLink } from '../../../_ui/button.tsx'
import { Icon } from '../../../_ui/icons.tsx'
import { Notice } from '../../../_ui/panel.tsx'
import { Support } from '../../../_ui/support.tsx'
import { Verbatim } from '../../../_ui/verbatim.tsx'
import { dataIsReady } from './hold-skeleton.ts'
import { Why } from './why.tsx'
import { pages } from './page-store.ts'

/** Before the account is open: no amount, what is safe meanwhile, and the way on; in a closed store that is the marketplace's support. `isRefused`: what led here was not done. */
export async function Unopened({ store, isRefused = false }: { store: Store; isRefused?: boolean }) {
  const t = await getTranslations('sellers.unopened')
  const procedures = await api()
  const { can } = await procedures.sellers.opening({ store: store.code })
  dataIsReady()
  const reason = can.open.ok ? null : can.open.reason
  return (
    <div className="mx-auto grid max-w-xl justify-items-start gap-5 pt-4 sm:pt-12">
      {isRefused ? <Notice kind="bad" title={t('refused')} /> : null}
      <span className="grid size-12 place-items-center rounded-full bg-sunken text-soft">
        <Icon name="shield" className="size-6" />
      </span>
      <p className="text-small text-soft">
        <Verbatim>{store.name}</Verbatim>
      </p>
      <h1 className="text-title">{t(reason === 'closed' ? 'closed.title' : 'title')}</h1>
      <p className="text-soft">{t(reason === 'closed' ? 'closed.text' : 'text')}</p>
      <Why question="inactive" />
      {reason === 'closed' ? (
        <Support className="inline-flex min-h-11 items-center text-accent underline underline-offset-4" />
      ) : reason === 'not_owner' ? (
        <p className="border-s-2 border-line ps-4">{t('notOwner')}</p>
      ) : (
        <ButtonLink href={pages().open()}>{t('action')}</ButtonLink>
      )}
    </div>
  )
}
