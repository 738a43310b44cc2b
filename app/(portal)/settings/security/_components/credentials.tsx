'use client'

import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Checkbox, Field } from '../../../../_ui/field.tsx'
import { Panel } from '../../../../_ui/panel.tsx'
import { verbatim } from '../../../../_ui/verbatim.tsx'
import { call } from '../../../../(sign-in)/_components/call.ts'
import { CallForm, PasswordField, Problem, Submit } from '../../../../(sign-in)/_components/form-parts.tsx'
import { useCall } from '../../../../(sign-in)/_components/use-call.ts'

/** Password and address. Both ask for a second factor proven in the last minutes. */
export function Credentials({ email, confirmed, fresh }: { email: string; confirmed: boolean; fresh: boolean }) {
  const t = useTranslations('people.security')
  return (
    <>
      <Panel title={t('emailTitle')}>
        <p>{t.rich(confirmed ? 'emailConfirmed' : 'emailOpen', { email: verbatim(email) })}</p>
        {fresh ? <EmailForm email={email} confirmed={confirmed} /> : null}
      </Panel>
      <Panel title={t('passwordTitle')}>{fresh ? <PasswordForm /> : <p className="text-small text-soft">{t('stale')}</p>}</Panel>
    </>
  )
}

function EmailForm({ email, confirmed }: { email: string; confirmed: boolean }) {
  const t = useTranslations('people.security')
  const [sentTo, setSentTo] = useState<string | null>(null)
  const { run, pending, problem } = useCall()
  if (sentTo !== null) return <output>{t.rich('emailSent', { email: verbatim(sentTo) })}</output>
  return (
    <details className="rounded-large border border-line bg-raised px-4 py-3">
      <summary className="font-semibold">{confirmed ? t('changeEmail') : t('confirmEmail')}</summary>
      <div className="pt-4">
        <CallForm
          onSend={({ address = '' }) =>
            void run(
              () => call('changeEmail', { email: address }),
              () => setSentTo(address),
            )
          }
        >
          <Field
            label={confirmed ? t('newEmail') : t('emailTitle')}
            name="address"
            type="email"
            autoComplete="email"
            defaultValue={confirmed ? '' : email}
            required
            maxLength={254}
          />
          <Problem>{problem}</Problem>
          <Submit pending={pending}>{t('confirmEmail')}</Submit>
        </CallForm>
      </div>
    </details>
  )
}

function PasswordForm() {
  const t = useTranslations('people')
  const router = useRouter()
  const [changed, setChanged] = useState(false)
  const { run, pending, problem } = useCall()
  if (changed) return <output>{t('security.changed')}</output>
  return (
    <details className="rounded-large border border-line bg-raised px-4 py-3">
      <summary className="font-semibold">{t('security.changePassword')}</summary>
      <div className="pt-4">
        <CallForm
          onSend={({ current = '', password = '', others }) =>
            void run(
              () => call('changePassword', { current, password, endOthers: others === 'on' }),
              () => {
                setChanged(true)
                router.refresh()
              },
            )
          }
        >
          <PasswordField label={t('currentPassword')} name="current" autoComplete="current-password" />
          <PasswordField label={t('newPassword')} name="password" autoComplete="new-password" hint={t('passwordHint')} />
          <Checkbox label={t('security.endOthers')} name="others" defaultChecked />
          <Problem>{problem}</Problem>
          <Submit pending={pending}>{t('security.changePassword')}</Submit>
        </CallForm>
      </div>
    </details>
  )
}
