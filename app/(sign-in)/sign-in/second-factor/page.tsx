import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { currentSession } from '#server/people/index.ts'
import { insidePath, paths } from '#server/platform/paths.ts'
import { Verbatim } from '../../../_ui/verbatim.tsx'
import { Card } from '../../_components/card.tsx'
import { FactorForm } from '../../_components/factor-form.tsx'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('people.factor'))('title') }
}

type Props = { searchParams: Promise<{ next?: string }> }

/** The second factor at sign-in. */
export default async function SecondFactorPage({ searchParams }: Props) {
  const [{ next }, session, t] = await Promise.all([searchParams, currentSession(), getTranslations('people.factor')])
  const to = insidePath(next)
  if (!session) redirect(paths.signIn({ next: to }))
  if (session.secondFactor) redirect(to)
  const { totp, passkeys } = session.factors
  if (!totp && passkeys === 0) redirect(paths.enrol({ next: to }))
  return (
    <Card title={t('title')} text={<Verbatim>{session.email}</Verbatim>}>
      <FactorForm totp={totp} passkey={passkeys > 0} to={to} />
    </Card>
  )
}
