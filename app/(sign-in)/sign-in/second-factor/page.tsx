import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { currentSession, isFresh } from '#server/people/index.ts'
import { Verbatim } from '../../../_ui/verbatim.tsx'
import { Card } from '../../_components/card.tsx'
import { FactorForm } from '../../_components/factor-form.tsx'
import { insidePath } from '../../_components/inside-path.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('people.factor'))('title') }
}

type Props = { searchParams: Promise<{ next?: string; again?: string }> }

/** The second factor: at sign-in, and `again` before credentials are changed. */
export default async function SecondFactorPage({ searchParams }: Props) {
  const [{ next, again }, session, t] = await Promise.all([searchParams, currentSession(), getTranslations('people.factor')])
  if (!session) redirect('/sign-in')
  const to = insidePath(next)
  if (again === undefined ? session.secondFactor : isFresh(session)) redirect(to)
  const { totp, passkeys } = session.factors
  if (!totp && passkeys === 0) redirect(next ? `/sign-in/enrol?next=${encodeURIComponent(to)}` : '/sign-in/enrol')
  return (
    <Card title={t('title')} text={<Verbatim>{session.email}</Verbatim>}>
      <FactorForm totp={totp} passkey={passkeys > 0} to={to} />
    </Card>
  )
}
