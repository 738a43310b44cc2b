'use client'

import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import type { Team } from '#server/people/index.ts'
import { Button } from '../../../../../_ui/button.tsx'
import { Select } from '../../../../../_ui/select.tsx'
import { verbatim } from '../../../../../_ui/verbatim.tsx'
import { call } from '../../../../../_ui/call.ts'
import { CallForm, Problem, Submit } from '../../../../../_ui/form-parts.tsx'
import type { OwnFactors } from '../../../../../_components/second-factor/own-factors.ts'
import { proven, ProofPart } from '../../../../../_components/second-factor/proof-part.tsx'
import { useCall } from '../../../../../_ui/use-call.ts'
import { Unfolding } from '../../../../../_components/unfolding.tsx'
import { invitedRoles } from './roles.ts'

type Props = { member: Team['members'][number]; own: OwnFactors; store: string }

/** Gives a member another role, or removes them from the store; either is proven by the reader's second factor. */
export function ChangeMember({ member, own, store }: Props) {
  const t = useTranslations('people.team')
  const router = useRouter()
  const { run, pending, problem } = useCall()
  const { userId, name } = member
  const send = (fields: Record<string, string>) => {
    const role = invitedRoles.find((one) => one === fields.role) ?? 'viewer'
    void run(
      () =>
        fields.then === 'remove'
          ? proven(fields, { store, verb: 'member.remove', content: { userId } }, (proof) =>
              call((api) => api.people.removeMember.mutate({ store, userId, proof })),
            )
          : proven(fields, { store, verb: 'member.role', content: { userId, role } }, (proof) =>
              call((api) => api.people.changeRole.mutate({ store, userId, role, proof })),
            ),
      () => router.refresh(),
    )
  }
  return (
    <Unfolding title={t('change')} about={name}>
      <CallForm key={member.role} onSend={send}>
        <Select label={t('role')} name="role" defaultValue={member.role === 'owner' ? 'manager' : member.role}>
          {invitedRoles.map((role) => (
            <option key={role} value={role}>
              {`${t(`roles.${role}`)} · ${t(`rolesMean.${role}`)}`}
            </option>
          ))}
        </Select>
        <ProofPart own={own} />
        <Problem>{problem}</Problem>
        <Submit pending={pending}>{t('saveRole')}</Submit>
        <Button kind="danger" type="submit" name="then" value="remove" disabled={pending} className="w-full">
          {t.rich('removeMember', { name: verbatim(name) })}
        </Button>
        <p className="text-small text-soft">{t('removeMeans')}</p>
      </CallForm>
    </Unfolding>
  )
}
