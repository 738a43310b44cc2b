import { getLocale, getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { requireSeller } from '#server/people/index.ts'
import { Icon } from '../_ui/icons.tsx'
import { Nav, type NavItem } from '../_ui/nav.tsx'
import { Brand } from '../_ui/brand.tsx'
import { DemoClock } from './_components/demo-clock.tsx'
import { Footer } from './_components/footer.tsx'
import { KeySheet, keysAreOn } from './_components/key-sheet.tsx'
import { Offline } from './_components/offline.tsx'
import { Settings } from './_components/settings.tsx'
import { Shortcuts } from './_components/shortcuts.tsx'
import { StoreSwitch } from './_components/store-switch.tsx'

/** Where `g` and a letter lead. */
const places = { o: '/', r: '/releases', a: '/activity/CNY', c: '/calendar', w: '/why', h: '/help', s: '/settings' }

/** The frame of a store's pages: whose money it is, where to go, settings. A rail on a desk; bars above and at the thumb on a phone. */
export default async function PortalLayout({ children }: { children: ReactNode }) {
  const [{ session, store }, t, locale, keys] = await Promise.all([requireSeller(), getTranslations('shell'), getLocale(), keysAreOn()])
  const items: NavItem[] = [{ href: '/', label: t('overview'), icon: <Icon name="home" /> }]
  if (store.status !== 'unopened')
    items.push(
      { href: '/releases', under: ['/releases', '/requests', '/calendar'], label: t('releases'), icon: <Icon name="parcel" /> },
      { href: '/activity/CNY', under: ['/activity'], label: t('activity'), icon: <Icon name="list" /> },
    )
  return (
    <div className="mx-auto grid min-h-dvh w-full max-w-[80rem] grid-cols-[minmax(0,1fr)] grid-rows-[auto_1fr_auto] lg:grid-cols-[14rem_minmax(0,1fr)] lg:grid-rows-[1fr]">
      <a
        href="#main"
        className="absolute start-4 top-2 z-30 -translate-y-20 rounded-small bg-accent px-4 py-2 text-on-accent focus:translate-y-0"
      >
        {t('skip')}
      </a>
      <header
        data-screen-only
        className="sticky top-0 z-10 flex items-center justify-between gap-3 border-b border-line bg-paper px-2 py-1.5 lg:h-dvh lg:flex-col lg:items-stretch lg:justify-start lg:gap-6 lg:border-e lg:border-b-0 lg:px-3 lg:py-5"
      >
        <div className="hidden px-3 lg:block">
          <Brand />
        </div>
        <StoreSwitch stores={session.stores} chosen={store} />
        <div className="hidden lg:block">
          <Nav label={t('navigation')} items={items} place="rail" />
        </div>
        <div className="lg:mt-auto">
          <Settings session={session}>{session.demo ? <DemoClock zone={store.timeZone} /> : null}</Settings>
        </div>
      </header>
      <main id="main" tabIndex={-1} className="w-full px-4 pt-5 pb-10 outline-none sm:px-6 lg:px-10 lg:pt-8">
        <div className="hidden items-baseline justify-between border-b border-line pb-2 print:mb-5 print:flex">
          <p translate="no">{store.name}</p>
          <Brand />
        </div>
        <Offline title={t('offline.title')} text={t.raw('offline.text') as string} locale={locale} zone={store.timeZone} />
        {children}
        <Footer />
      </main>
      {items.length > 1 ? (
        // Fixed, so that what scrolls under it counts as below it and not as half covered; its place is kept at the end of the page.
        <div data-screen-only className="h-[calc(3.5rem+1px+env(safe-area-inset-bottom))] lg:hidden">
          <div className="fixed inset-x-0 bottom-0 z-10 border-t border-line bg-paper pb-[env(safe-area-inset-bottom)]">
            <Nav label={t('navigation')} items={items} place="bar" />
          </div>
        </div>
      ) : null}
      <Shortcuts places={places} on={keys} label={t('keys.title')} close={t('keys.close')}>
        <KeySheet />
      </Shortcuts>
    </div>
  )
}
