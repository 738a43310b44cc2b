'use client'

import { useTranslations } from 'next-intl'
import { useCallback, useEffect, useRef } from 'react'
import { paths } from '#server/platform/paths.ts'
import { Button } from '../../_ui/button.tsx'
import { signInBy } from '../../_components/sign-in-by.ts'
import { Problem } from '../../_ui/form-parts.tsx'
import { useCall } from '../../_ui/use-call.ts'

const known = ['sign_on_not_allowed', 'sign_on_not_found', 'sign_on_email_in_use'] as const

/** Sign-on from the marketplace's seller centre; `atOnce` where its own link led here. */
export function MarketplaceButton({ next, error, atOnce }: { next: string | null; error: string | null; atOnce: boolean }) {
  const t = useTranslations('people.signIn')
  const { run, pending, problem } = useCall()
  const to = paths.secondFactor(next)
  const begun = useRef(false)
  const begin = useCallback(() => {
    void run(
      () => signInBy('signin/marketplace', { callbackUrl: to }),
      (url) => {
        window.location.assign(url)
        return true
      },
    )
  }, [run, to])
  useEffect(() => {
    if (!atOnce || begun.current) return
    begun.current = true
    begin()
  }, [atOnce, begin])
  const code = known.find((one) => one === error) ?? 'sign_on_failed'
  return (
    <div className="grid gap-4">
      <Problem>{problem ?? (error ? t(`errors.${code}`) : null)}</Problem>
      <Button onClick={begin} disabled={pending} className="w-full disabled:opacity-60">
        {pending ? t('wait') : t('marketplace')}
      </Button>
    </div>
  )
}
