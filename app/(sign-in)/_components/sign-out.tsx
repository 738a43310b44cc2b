'use client'

import { useTranslations } from 'next-intl'
import { Button } from '../../_ui/button.tsx'
import { call } from './call.ts'

/** Ends the session and begins anew. */
export function SignOut() {
  const t = useTranslations('people.factor')
  return (
    <Button kind="quiet" onClick={() => void call('signOut', undefined).then(() => window.location.assign('/sign-in'))}>
      {t('signOut')}
    </Button>
  )
}
