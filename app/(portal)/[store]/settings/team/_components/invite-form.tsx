'use client'

import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Field } from '../../../../../_ui/field.tsx'
import { Select } from '../../../../../_ui/select.tsx'
import { call } from '../../../../../_ui/call.ts'
import { CallForm, Problem, Submit } from '../../../../../_ui/form-parts.tsx'
import type { OwnFactors } from '../../../../../_components/second-factor/own-factors.ts'
import { proven, ProofPart } from '../../../../../_components/second-factor/proof-part.tsx'
import { useCall } from '../../../../../_ui/use-call.ts'
import { invitedRoles } from './roles.ts'

/** Invites somebody to the store in a role, proven by the reader's second factor. */
export function InviteForm({ own, store }: { own: OwnFactors; store: string }) {
  const t = useTranslations('people.team')
  const router = useRouter()
  const [sentTo, setSentTo] = useState<string | null>(null)
  const { run, pending, problem } = useCall()
  return (
    <CallForm
      key={sentTo}
      onSend={({ address = '', ...fields }) => {
        const wish = { email: address, role: invitedRoles.find((one) => one === fields.role) ?? 'viewer' }
        setSentTo(null)
        void run(
          () =>
            proven(fields, { store, verb: 'member.invite', content: wish }, (proof) =>
              call((api) => api.people.inviteMember.mutate({ store, ...wish, proof })),
            ),
          () => {
            setSentTo(address)
            router.refresh()
          },
        )
      }}
    >
      <Field label={t('email')} name="address" type="email" autoComplete="off" required maxLength={254} />
      <Select label={t('role')} name="role" defaultValue="finance">
        {invitedRoles.map((role) => (
          <option key={role} value={role}>
            {`${t(`roles.${role}`)} · ${t(`rolesMean.${role}`)}`}
          </option>
        ))}
      </Select>
      <ProofPart own={own} />
      <Problem>{problem}</Problem>
      {sentTo === null ? null : <output className="text-small text-good">{t('sent', { email: sentTo })}</output>}
      <Submit pending={pending}>{t('submit')}</Submit>
    </CallForm>
  )
}
