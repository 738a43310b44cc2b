import type { Metadata } from 'next'
import Link from 'next/link'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { marketplaceIssuer } from '#server/api/seller-centre.ts'
import { currentSession, listDemoPeople } from '#server/people/index.ts'
import { insidePath, paths } from '#server/platform/paths.ts'
import { Card } from '../_components/card.tsx'
import { DemoPeople } from '../_components/demo-people.tsx'
import { MarketplaceButton } from '../_components/marketplace-button.tsx'
import { SignInForm } from '../_components/sign-in-form.tsx'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('people.signIn'))('title') }
}

type Props = { searchParams: Promise<{ error?: string; next?: string; iss?: string }> }

export default async function SignInPage({ searchParams }: Props) {
  const [{ error, next, iss }, session, t] = await Promise.all([searchParams, currentSession(), getTranslations('people.signIn')])
  if (session?.secondFactor && !error) redirect(insidePath(next))
  const [issuer, ended] = [marketplaceIssuer(), error === 'ended']
  const people = await listDemoPeople()
  return (
    <Card title={t('title')}>
      {/* `iss` is how a provider starts a sign-on from its own side (OpenID Connect Core §4). */}
      {issuer ? <MarketplaceButton next={next ?? null} error={ended ? null : (error ?? null)} atOnce={!error && iss === issuer} /> : null}
      {issuer ? <p className="text-center text-small text-faint">{t('or')}</p> : null}
      <SignInForm next={next ?? null} error={issuer && !ended ? null : (error ?? null)} />
      <Link href={paths.forgot()} className="justify-self-start text-accent underline underline-offset-4">
        {t('forgot')}
      </Link>
      {people.length > 0 ? <DemoPeople people={people} to={insidePath(next)} /> : null}
    </Card>
  )
}
