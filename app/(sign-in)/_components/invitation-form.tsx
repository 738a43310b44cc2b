'use client'

import Link from 'next/link'
import { useLocale, useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import { paths } from '#server/platform/paths.ts'
import { Button } from '../../_ui/button.tsx'
import { Field } from '../../_ui/field.tsx'
import { verbatim } from '../../_ui/verbatim.tsx'
import { type Answer, call } from '../../_ui/call.ts'
import { CallForm, PasswordField, Problem, Submit } from '../../_ui/form-parts.tsx'
import { useCall } from '../../_ui/use-call.ts'
import { useToken } from './use-token.ts'
import { Line } from '../../_ui/skeleton.tsx'

type Invited = Extract<Awaited<ReturnType<typeof read>>, { ok: true }>['data']

const read = (token: string) => call((api) => api.people.readInvitation.mutate({ token }))

/** An invitation from its mail: a new person sets up a sign-in, one who is signed in joins. */
export function InvitationForm({ me }: { me: string | null }) {
  const t = useTranslations('people')
  const token = useToken()
  const [invited, setInvited] = useState<Invited | null>(null)
  const { run, problem, pending } = useCall()
  useEffect(() => {
    if (token) void run(() => read(token), setInvited)
  }, [run, token])
  if (problem) return <Problem>{problem}</Problem>
  if (token === null || invited?.state === 'gone') return <Gone />
  if (!token || !invited)
    return (
      <div aria-busy="true">
        <Line className="w-64" />
        <Line className="w-48" />
      </div>
    )
  if (invited.state === 'expired') return <Again token={token} />
  const { store, email } = invited
  const about = store === null ? t('invitation.staff') : t.rich('invitation.store', { store: verbatim(store) })
  return (
    <div className="grid gap-6">
      <p>{about}</p>
      {me === null ? <NewPerson token={token} email={email} /> : null}
      {me !== null && me !== email ? (
        <p className="text-soft">{t.rich('invitation.other', { email: verbatim(email), me: verbatim(me) })}</p>
      ) : null}
      {me === email ? (
        <Button disabled={pending} onClick={() => void run(() => call((api) => api.people.joinStore.mutate({ token })), leave)}>
          {t('invitation.join', { store: store ?? '' })}
        </Button>
      ) : null}
    </div>
  )
}

function leave(): boolean {
  window.location.assign(paths.home())
  return true
}

function NewPerson({ token, email }: { token: string; email: string }) {
  const t = useTranslations('people')
  const locale = useLocale()
  const { run, pending, problem, failure } = useCall()
  const accept = (fields: Record<string, string>): Promise<Answer<unknown>> =>
    call((api) => api.people.acceptInvitation.mutate({ token, name: fields.name ?? '', password: fields.password ?? '', locale }))
  const taken = failure?.code === 'email_in_use'
  return (
    <CallForm
      onSend={(fields) =>
        void run(
          () => accept(fields),
          () => {
            window.location.assign(paths.enrol())
            return true
          },
        )
      }
    >
      {/* For password managers: the address that the password belongs to. */}
      <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
      <p className="text-soft">{t.rich('invitation.address', { email: verbatim(email) })}</p>
      <Field label={t('name')} name="name" autoComplete="name" required maxLength={200} />
      <PasswordField label={t('password')} name="password" autoComplete="new-password" hint={t('passwordHint')} />
      <Problem>{taken ? t('invitation.taken', { email }) : problem}</Problem>
      {taken ? (
        <Link href={paths.signIn()} className="text-accent underline underline-offset-4">
          {t('signIn.submit')}
        </Link>
      ) : (
        <Submit pending={pending}>{t('invitation.submit')}</Submit>
      )}
    </CallForm>
  )
}

function Gone() {
  const t = useTranslations('people')
  return (
    <div className="grid gap-4">
      <p>{t('invitation.gone')}</p>
      <Link href={paths.signIn()} className="text-accent underline underline-offset-4">
        {t('signIn.submit')}
      </Link>
    </div>
  )
}

function Again({ token }: { token: string }) {
  const t = useTranslations('people.invitation')
  const [sent, setSent] = useState(false)
  const { run, pending, problem } = useCall()
  if (sent) return <output>{t('sent')}</output>
  return (
    <div className="grid gap-4">
      <p>{t('expired')}</p>
      <Problem>{problem}</Problem>
      <Button
        disabled={pending}
        onClick={() =>
          void run(
            () => call((api) => api.people.askInvitationAgain.mutate({ token })),
            () => setSent(true),
          )
        }
      >
        {t('again')}
      </Button>
    </div>
  )
}
