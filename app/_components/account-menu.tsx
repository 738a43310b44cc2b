import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import type { Session } from '#server/people/index.ts'
import { Icon } from '../_ui/icons.tsx'
import { Link } from '../_ui/link.tsx'
import { Menu } from '../_ui/menu.tsx'
import { verbatim } from '../_ui/verbatim.tsx'
import { signOutAction } from './choices.ts'
import { DemoClock } from './demo-clock.tsx'
import { Preferences } from './preferences.tsx'

export const menuLine = 'flex min-h-10 w-full items-center rounded-small px-2 text-start hover:bg-sunken'

type Props = {
  session: Session
  /** In which the demo's clock is shown. */
  zone: string
  /** Lines between the preferences and the way out. */
  children: ReactNode
}

/** Who is signed in, language and appearance, the demo's clock, links, and the way out. */
export async function AccountMenu({ session, zone, children }: Props) {
  const t = await getTranslations('shell')
  const face = (
    <>
      <Icon name="settings" className="text-soft" />
      <span className="sr-only">{t('menu')}</span>
      <span translate="no" className="hidden min-w-0 flex-1 truncate text-start lg:block">
        {session.name}
      </span>
    </>
  )
  return (
    <Menu face={face} place="end-0 max-lg:top-full max-lg:mt-1 lg:start-0 lg:bottom-full lg:mb-1">
      <div className="grid gap-3">
        <p className="px-1 pt-1 text-small text-soft">{t.rich('signedInAs', { email: verbatim(session.email) })}</p>
        <Preferences />
        {session.demo ? <DemoClock zone={zone} /> : null}
        <ul className="grid border-t border-line pt-2">
          {children}
          <li>
            <form action={signOutAction}>
              <button className={menuLine}>{t('signOut')}</button>
            </form>
          </li>
        </ul>
      </div>
    </Menu>
  )
}

/** A line of the menu that leads somewhere. */
export function MenuLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <li>
      <Link href={href} className={menuLine}>
        {children}
      </Link>
    </li>
  )
}
