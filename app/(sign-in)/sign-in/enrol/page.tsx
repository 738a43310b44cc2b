import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { currentSession } from '#server/people/index.ts'
import { insidePath, paths } from '#server/platform/paths.ts'
import { Card } from '../../_components/card.tsx'
import { Enrol } from '../../_components/enrol.tsx'
import { ownFactors } from '../../../_components/second-factor/own-factors.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('people.enrol'))('title') }
}

type Props = { searchParams: Promise<{ next?: string; only?: string }> }

/** The first second factor, right after the password; later a further one, which the form has proven by one that there is. */
export default async function EnrolPage({ searchParams }: Props) {
  const [{ next, only }, session, t] = await Promise.all([searchParams, currentSession(), getTranslations('people.enrol')])
  const to = insidePath(next)
  if (!session) redirect(paths.signIn({ next: to }))
  const { totp, passkeys } = session.factors
  const way = only === 'totp' || only === 'passkey' ? only : null
  if ((totp || passkeys > 0) && !session.secondFactor) redirect(paths.secondFactor(to))
  return (
    <Card title={t('title')} text={t('why')}>
      <Enrol to={to} only={way} own={ownFactors(session)} />
    </Card>
  )
}
