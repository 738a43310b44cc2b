'use client'

import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Field } from '../../../../_ui/field.tsx'
import { Select } from '../../../../_ui/select.tsx'
import { call } from '../../../../(sign-in)/_components/call.ts'
import { CallForm, Problem, Submit } from '../../../../(sign-in)/_components/form-parts.tsx'
import { useCall } from '../../../../(sign-in)/_components/use-call.ts'

const roles = ['manager', 'finance', 'viewer'] as const

/** Invites somebody to the store in a role. */
export function InviteForm() {
  const t = useTranslations('people.team')
  const router = useRouter()
  const [sentTo, setSentTo] = useState<string | null>(null)
  const { run, pending, problem } = useCall()
  return (
    <CallForm
      key={sentTo}
      onSend={({ address = '', role }) => {
        setSentTo(null)
        void run(
          () => call('inviteMember', { email: address, role: roles.find((one) => one === role) ?? 'viewer' }),
          () => {
            setSentTo(address)
            router.refresh()
          },
        )
      }}
    >
      <Field label={t('email')} name="address" type="email" autoComplete="off" required maxLength={254} />
      <Select label={t('role')} name="role" defaultValue="finance">
        {roles.map((role) => (
          <option key={role} value={role}>
            {`${t(`roles.${role}`)} · ${t(`rolesMean.${role}`)}`}
          </option>
        ))}
      </Select>
      <Problem>{problem}</Problem>
      {sentTo === null ? null : <output className="text-small text-good">{t('sent', { email: sentTo })}</output>}
      <Submit pending={pending}>{t('submit')}</Submit>
    </CallForm>
  )
}
