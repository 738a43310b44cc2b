import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { currentSession, isFresh } from '#server/people/index.ts'
import { Card } from '../../_components/card.tsx'
import { Enrol } from '../../_components/enrol.tsx'
import { insidePath } from '../../_components/inside-path.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('people.enrol'))('title') }
}

type Props = { searchParams: Promise<{ next?: string; only?: string }> }

/** The first second factor, right after the password; later a further one, by somebody who has just proven one. */
export default async function EnrolPage({ searchParams }: Props) {
  const [{ next, only }, session, t] = await Promise.all([searchParams, currentSession(), getTranslations('people.enrol')])
  if (!session) redirect('/sign-in')
  const { totp, passkeys } = session.factors
  const way = only === 'totp' || only === 'passkey' ? only : null
  const self = `/sign-in/enrol?next=${encodeURIComponent(insidePath(next))}${way ? `&only=${way}` : ''}`
  if ((totp || passkeys > 0) && !isFresh(session)) redirect(`/sign-in/second-factor?again=1&next=${encodeURIComponent(self)}`)
  return (
    <Card title={t('title')} text={t('why')}>
      <Enrol to={insidePath(next)} only={way} />
    </Card>
  )
}
