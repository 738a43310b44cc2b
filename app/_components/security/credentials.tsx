'use client'

import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Field } from '../../_ui/field.tsx'
import { Panel } from '../../_ui/panel.tsx'
import { verbatim } from '../../_ui/verbatim.tsx'
import { call } from '../../_ui/call.ts'
import { CallForm, PasswordField, Problem, Submit } from '../../_ui/form-parts.tsx'
import type { OwnFactors } from '../second-factor/own-factors.ts'
import { proven, ProofPart } from '../second-factor/proof-part.tsx'
import { useCall } from '../../_ui/use-call.ts'
import { Unfolding } from '../unfolding.tsx'

/** Password and address. Each form asks for the second factor itself, which proves this one change. */
export function Credentials({ email, confirmed, own }: { email: string; confirmed: boolean; own: OwnFactors }) {
  const t = useTranslations('people.security')
  return (
    <>
      <Panel title={t('emailTitle')}>
        <p>{t.rich(confirmed ? 'emailConfirmed' : 'emailOpen', { email: verbatim(email) })}</p>
        <EmailForm email={email} confirmed={confirmed} own={own} />
      </Panel>
      <Panel title={t('passwordTitle')}>
        <PasswordForm own={own} />
      </Panel>
    </>
  )
}

function EmailForm({ email, confirmed, own }: { email: string; confirmed: boolean; own: OwnFactors }) {
  const t = useTranslations('people.security')
  const [sentTo, setSentTo] = useState<string | null>(null)
  const { run, pending, problem } = useCall()
  if (sentTo !== null) return <output>{t.rich('emailSent', { email: verbatim(sentTo) })}</output>
  return (
    <Unfolding title={confirmed ? t('changeEmail') : t('confirmEmail')}>
      <CallForm
        onSend={({ address = '', ...fields }) =>
          void run(
            () =>
              proven(fields, { verb: 'email.change', content: { email: address } }, (proof) =>
                call((api) => api.people.changeEmail.mutate({ email: address, proof })),
              ),
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
        <ProofPart own={own} />
        <Problem>{problem}</Problem>
        <Submit pending={pending}>{t('confirmEmail')}</Submit>
      </CallForm>
    </Unfolding>
  )
}

function PasswordForm({ own }: { own: OwnFactors }) {
  const t = useTranslations('people')
  const router = useRouter()
  const [changed, setChanged] = useState(false)
  const { run, pending, problem } = useCall()
  if (changed) return <output>{t('security.changed')}</output>
  return (
    <Unfolding title={t('security.changePassword')}>
      <CallForm
        onSend={({ current = '', password = '', ...fields }) =>
          void run(
            () =>
              proven(fields, { verb: 'password.change', content: { password } }, (proof) =>
                call((api) => api.people.changePassword.mutate({ current, password, proof })),
              ),
            () => {
              setChanged(true)
              router.refresh()
            },
          )
        }
      >
        <PasswordField label={t('currentPassword')} name="current" autoComplete="current-password" />
        <PasswordField label={t('newPassword')} name="password" autoComplete="new-password" hint={t('passwordHint')} />
        <ProofPart own={own} />
        <Problem>{problem}</Problem>
        <Submit pending={pending}>{t('security.changePassword')}</Submit>
      </CallForm>
    </Unfolding>
  )
}
