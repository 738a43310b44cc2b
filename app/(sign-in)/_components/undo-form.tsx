'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Button } from '../../_ui/button.tsx'
import { call } from '../../_ui/call.ts'
import { Problem } from '../../_ui/form-parts.tsx'
import { useCall } from '../../_ui/use-call.ts'
import { useToken } from './use-token.ts'

/** Undoes a change by a press: mail scanners open links, but they press nothing. */
export function UndoForm() {
  const t = useTranslations('people')
  const token = useToken()
  const [done, setDone] = useState(false)
  const { run, pending, problem } = useCall()
  if (token === null) return <Problem>{t('choose.gone')}</Problem>
  if (done) return <output>{t('undo.done')}</output>
  return (
    <div className="grid gap-4">
      <ul className="grid list-disc gap-1 ps-5">
        <li>{t('undo.back')}</li>
        <li>{t('undo.ended')}</li>
        <li>{t('undo.password')}</li>
        <li>{t('undo.frozen')}</li>
      </ul>
      <Problem>{problem}</Problem>
      <Button
        kind="danger"
        disabled={pending || !token}
        onClick={() =>
          void run(
            () => call((api) => api.people.undoChange.mutate({ token: token ?? '' })),
            () => setDone(true),
          )
        }
      >
        {t('undo.submit')}
      </Button>
      <p className="text-small text-soft">{t('undo.wasMe')}</p>
    </div>
  )
}
