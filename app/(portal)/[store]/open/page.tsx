import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { getLocale, getTranslations } from 'next-intl/server'
import { api } from '#server/api/caller.ts'
import type { Session } from '#server/people/index.ts'
import type { Opening } from '#server/sellers/index.ts'
import { Button } from '../../../_ui/button.tsx'
import { verbatim } from '../../../_ui/verbatim.tsx'
import { Step } from '../../../_ui/panel.tsx'
import { openAccountAction } from './_components/open-account.ts'
import { OpenForm } from './_components/open-form.tsx'
import { Terms } from './_components/terms.tsx'
import { pages, requireStore, type StoreParams } from '../_components/page-store.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('sellers.open'))('title') }
}

/** The way to an open account: what is done, what is missing, the terms, and one button. */
export default async function OpenPage({ params }: StoreParams) {
  const { session, store } = await requireStore(params)
  if (store.status !== 'unopened') redirect(pages().overview())
  const [t, locale, procedures] = await Promise.all([getTranslations('sellers.open'), getLocale(), api()])
  const opening = await procedures.sellers.opening({ store: store.code })
  return (
    <div className="mx-auto grid max-w-xl gap-6 sm:pt-6">
      <div className="grid gap-2">
        <h1 className="text-title">{t('title')}</h1>
        <p className="text-soft">{t('lead')}</p>
      </div>
      <ol>
        <EmailStep session={session} opening={opening} />
        <Step state="done" icon="shield" title={t('factor.title')}>
          <p className="text-small text-soft">{t('factor.done')}</p>
        </Step>
        <Step state="next" icon="page" title={t('terms.title')}>
          <Terms version={opening.termsVersion} />
        </Step>
      </ol>
      {opening.can.open.ok ? (
        <OpenForm
          action={openAccountAction.bind(null, store.code)}
          version={opening.termsVersion}
          locale={locale}
          words={{ accept: t.rich('terms.accept', { store: verbatim(store.name) }), submit: t('submit') }}
        />
      ) : (
        <Button reason={t(`reasons.${opening.can.open.reason}`)}>{t('submit')}</Button>
      )}
      <p className="text-small text-faint">{t('later')}</p>
    </div>
  )
}

async function EmailStep({ session, opening }: { session: Session; opening: Opening }) {
  const t = await getTranslations('sellers.open.email')
  const bySignOn = session.method === 'marketplace'
  const confirmed = session.emailConfirmed || bySignOn
  const email = verbatim(session.email)
  return (
    <Step state={confirmed ? 'done' : 'next'} icon="mail" title={t('title')}>
      <p className="text-small text-soft">
        {session.emailConfirmed
          ? t.rich('done', { email })
          : bySignOn
            ? t.rich('doneBySignOn', { marketplace: verbatim(opening.marketplace) })
            : t.rich('todo', { email })}
      </p>
    </Step>
  )
}
