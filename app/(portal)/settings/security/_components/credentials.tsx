'use client'

import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { type ReactNode, useState } from 'react'
import { Checkbox, Field } from '../../../../_ui/field.tsx'
import { Icon } from '../../../../_ui/icons.tsx'
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
    <Unfolding title={confirmed ? t('changeEmail') : t('confirmEmail')}>
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
    </Unfolding>
  )
}

function PasswordForm() {
  const t = useTranslations('people')
  const router = useRouter()
  const [changed, setChanged] = useState(false)
  const { run, pending, problem } = useCall()
  if (changed) return <output>{t('security.changed')}</output>
  return (
    <Unfolding title={t('security.changePassword')}>
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
    </Unfolding>
  )
}

function Unfolding({ title, children }: { title: string; children: ReactNode }) {
  return (
    <details className="group rounded-large border border-line bg-raised">
      <summary className="flex min-h-11 list-none items-center justify-between gap-3 px-4 font-semibold [&::-webkit-details-marker]:hidden">
        {title}
        <Icon name="down" className="size-4 text-faint group-open:rotate-180" />
      </summary>
      <div className="px-4 pt-2 pb-4">{children}</div>
    </details>
  )
}
