import { getLocale, getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import type { Session, Store } from '#server/people/index.ts'
import { type StorePaths, storePaths } from '#server/platform/paths.ts'
import { Icon } from '../../../_ui/icons.tsx'
import type { NavItem } from '../../../_ui/nav.tsx'
import { Brand } from '../../../_ui/brand.tsx'
import { SideFrame } from '../../../_components/frame.tsx'
import { Footer } from './footer.tsx'
import { KeySheet, keysAreOn } from './key-sheet.tsx'
import { Offline } from './offline.tsx'
import { Shortcuts } from './shortcuts.tsx'
import { StoreMenu } from './store-menu.tsx'
import { StoreSwitch } from './store-switch.tsx'

/** Where the bar and the rail lead: nowhere but home before the account is open. */
async function itemsOf(store: Store, to: StorePaths): Promise<NavItem[]> {
  const t = await getTranslations('shell')
  const home = { href: to.overview(), label: t('overview'), icon: <Icon name="home" /> }
  if (store.status === 'unopened') return [home]
  const under = [to.releases(), to.requests(), to.calendar()]
  return [
    home,
    { href: to.releases(), under, label: t('releases'), icon: <Icon name="parcel" /> },
    { href: to.activity('CNY'), under: [to.activities()], label: t('activity'), icon: <Icon name="list" /> },
  ]
}

/** Where `g` and a letter lead. */
const shortcutsOf = (to: StorePaths) => ({
  o: to.overview(),
  r: to.releases(),
  a: to.activity('CNY'),
  c: to.calendar(),
  w: to.why(),
  h: to.help(),
  s: to.settings(),
})

type Props = { readonly session: Session; readonly store: Store; readonly children: ReactNode }

/** The frame of a store's pages: whose money it is, where to go, settings. */
export async function Frame({ session, store, children }: Props) {
  const to = storePaths(store.code)
  const [t, locale, keys, items] = await Promise.all([getTranslations('shell'), getLocale(), keysAreOn(), itemsOf(store, to)])
  const head = (
    <>
      <div className="hidden px-3 lg:block">
        <Brand />
      </div>
      <StoreSwitch stores={session.stores} shown={store} />
    </>
  )
  return (
    <>
      <SideFrame head={head} items={items} menu={<StoreMenu session={session} store={store} />}>
        <div className="hidden items-baseline justify-between border-b border-line pb-2 print:mb-5 print:flex">
          <p translate="no">{store.name}</p>
          <Brand />
        </div>
        <Offline title={t('offline.title')} text={t.raw('offline.text') as string} locale={locale} zone={store.timeZone} />
        {children}
        <Footer to={to} />
      </SideFrame>
      <Shortcuts places={shortcutsOf(to)} on={keys} label={t('keys.title')} close={t('keys.close')}>
        <KeySheet />
      </Shortcuts>
    </>
  )
}
