'use client'

import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { paths } from '#server/platform/paths.ts'
import { Button } from '../../_ui/button.tsx'
import { call } from '../../_ui/call.ts'
import { Problem } from '../../_ui/form-parts.tsx'
import { useCall } from '../../_ui/use-call.ts'
import { useToken } from './use-token.ts'

/** Confirms an address by a press: mail scanners open links, but they press nothing. */
export function ConfirmEmail() {
  const t = useTranslations('people')
  const token = useToken()
  const [done, setDone] = useState(false)
  const { run, pending, problem } = useCall()
  if (token === null) return <Problem>{t('choose.gone')}</Problem>
  if (done)
    return (
      <div className="grid justify-items-start gap-4">
        <output>{t('confirm.done')}</output>
        <Link href={paths.home()} className="text-accent underline underline-offset-4">
          {t('confirm.home')}
        </Link>
      </div>
    )
  return (
    <div className="grid gap-4">
      <Problem>{problem}</Problem>
      <Button
        disabled={pending || !token}
        onClick={() =>
          void run(
            () => call((api) => api.people.confirmEmail.mutate({ token: token ?? '' })),
            () => setDone(true),
          )
        }
      >
        {t('confirm.submit')}
      </Button>
    </div>
  )
}
