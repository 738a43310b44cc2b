import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { classes } from '../_ui/classes.ts'
import { Nav, type NavItem } from '../_ui/nav.tsx'

type Props = {
  /** A line above everything else, and the width that goes with it. */
  band?: ReactNode
  /** What stands above the way to go: whose pages these are. */
  head: ReactNode
  items: readonly NavItem[]
  menu: ReactNode
  children: ReactNode
}

/** The frame of all pages of a side of the portal. A rail on a desk; bars above and, where there is more than one way, at the thumb on a phone. */
export async function SideFrame({ band, head, items, menu, children }: Props) {
  const t = await getTranslations('shell')
  return (
    <div
      className={classes(
        'mx-auto grid min-h-dvh w-full grid-cols-[minmax(0,1fr)] lg:grid-cols-[14rem_minmax(0,1fr)]',
        band
          ? 'max-w-[90rem] grid-rows-[auto_auto_1fr_auto] lg:grid-rows-[auto_1fr]'
          : 'max-w-[80rem] grid-rows-[auto_1fr_auto] lg:grid-rows-[1fr]',
      )}
    >
      <a
        href="#main"
        className="absolute start-4 top-2 z-30 -translate-y-20 rounded-small bg-accent px-4 py-2 text-on-accent focus:translate-y-0"
      >
        {t('skip')}
      </a>
      {band}
      <header
        data-screen-only
        className={classes(
          'sticky top-0 z-10 flex items-center justify-between gap-3 border-b border-line bg-paper px-2 py-1.5 lg:flex-col lg:items-stretch lg:justify-start lg:gap-6 lg:border-e lg:border-b-0 lg:px-3 lg:py-5',
          band ? 'lg:h-[calc(100dvh-2.2rem)]' : 'lg:h-dvh',
        )}
      >
        {head}
        <div className="hidden lg:block">
          <Nav label={t('navigation')} items={items} place="rail" />
        </div>
        <div className="lg:mt-auto">{menu}</div>
      </header>
      <main id="main" tabIndex={-1} className="w-full px-4 pt-5 pb-10 outline-none sm:px-6 lg:px-10 lg:pt-8">
        {children}
      </main>
      {items.length > 1 ? (
        // Fixed, so that what scrolls under it counts as below it and not as half covered; its place is kept at the end of the page.
        <div data-screen-only className="h-[calc(3.5rem+1px+env(safe-area-inset-bottom))] lg:hidden">
          <div className="fixed inset-x-0 bottom-0 z-10 border-t border-line bg-paper pb-[env(safe-area-inset-bottom)]">
            <Nav label={t('navigation')} items={items} place="bar" />
          </div>
        </div>
      ) : null}
    </div>
  )
}
