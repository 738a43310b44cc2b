import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { requireStaff } from '#server/people/index.ts'
import { paths, staffPaths } from '#server/platform/paths.ts'
import { mayStaff } from '#server/platform/staff-permission.ts'
import { AccountMenu, MenuLink } from '../_components/account-menu.tsx'
import { SideFrame } from '../_components/frame.tsx'
import { Brand } from '../_ui/brand.tsx'
import { failureSentences } from '../_ui/failure-sentences.ts'
import { FailureWords } from '../_ui/failure.tsx'
import { Icon } from '../_ui/icons.tsx'
import type { NavItem } from '../_ui/nav.tsx'
import { QueueBadge, QueueCountProvider } from './_components/queue-badge.tsx'
import { frameCounts } from './_components/queue-counts.tsx'

/** The frame of the marketplace's own pages. A band in ink says on each of them which side this is, and whose. */
export default async function StaffLayout({ children }: { children: ReactNode }) {
  const [{ session, staff }, counts, t, identity, shell, failure] = await Promise.all([
    requireStaff(),
    frameCounts(),
    getTranslations('staff'),
    getTranslations('identity.staff'),
    getTranslations('shell'),
    failureSentences(),
  ])
  const items: NavItem[] = [{ href: paths.staff(), label: t('home'), icon: <Icon name="home" /> }]
  if (mayStaff(staff.roles, 'requests.read')) {
    const href = staffPaths.requests()
    items.push({ href, under: [href], label: t('requests.nav'), icon: <Icon name="parcel" />, badge: <QueueBadge queue="requests" /> })
  }
  if (mayStaff(staff.roles, 'identity.read')) {
    const href = staffPaths.identities()
    items.push({ href, under: [href], label: identity('nav'), icon: <Icon name="shield" />, badge: <QueueBadge queue="cases" /> })
  }
  const band = (
    <section
      aria-labelledby="side"
      className="flex flex-wrap items-baseline gap-x-3 bg-ink px-4 py-1.5 text-small text-paper sm:px-6 lg:col-span-2"
    >
      <strong id="side">{t('title')}</strong>
      <span translate="no">{staff.marketplace}</span>
    </section>
  )
  const head = (
    <div className="px-2 lg:px-3">
      <Brand />
    </div>
  )
  const menu = (
    <AccountMenu session={session} zone={staff.timeZone}>
      <MenuLink href={paths.staffSecurity()}>{shell('security')}</MenuLink>
      {session.stores.length > 0 ? <MenuLink href={paths.home()}>{t('toStores')}</MenuLink> : null}
    </AccountMenu>
  )
  return (
    <QueueCountProvider counts={counts}>
      <SideFrame band={band} head={head} items={items} menu={menu}>
        <FailureWords value={{ ...failure, text: t('failed.text'), home: t('failed.home') }}>{children}</FailureWords>
      </SideFrame>
    </QueueCountProvider>
  )
}
