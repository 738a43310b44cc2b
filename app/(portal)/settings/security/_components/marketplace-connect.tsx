'use client'

import { useTranslations } from 'next-intl'
import { Button } from '../../../../_ui/button.tsx'
import { type Answer, call, signInBy } from '../../../../(sign-in)/_components/call.ts'
import { Problem } from '../../../../(sign-in)/_components/form-parts.tsx'
import { useCall } from '../../../../(sign-in)/_components/use-call.ts'

/** Ties the marketplace's sign-on to this person: asks for it, then goes there and comes back. */
export function MarketplaceConnect() {
  const t = useTranslations('people.security')
  const { run, pending, problem } = useCall()
  const begin = async (): Promise<Answer<string>> => {
    const asked = await call('connectMarketplace', undefined)
    return asked.ok ? signInBy('signin/marketplace', { callbackUrl: '/sign-in/second-factor?next=/settings/security' }) : asked
  }
  return (
    <div className="grid justify-items-start gap-3">
      <p className="text-small text-soft">{t('connectText')}</p>
      <Problem>{problem}</Problem>
      <Button
        kind="quiet"
        disabled={pending}
        onClick={() =>
          void run(begin, (url) => {
            window.location.assign(url)
            return true
          })
        }
      >
        {t('connectSubmit')}
      </Button>
    </div>
  )
}
