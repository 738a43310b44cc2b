import { Link } from '../../_ui/link.tsx'
import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import type { Session } from '#server/people/index.ts'
import { supportAddress } from '#server/platform/brand.ts'
import { Icon } from '../../_ui/icons.tsx'
import { Menu } from '../../_ui/menu.tsx'
import { verbatim } from '../../_ui/verbatim.tsx'
import { signOutAction } from './choices.ts'
import { Preferences } from './preferences.tsx'

const line = 'flex min-h-10 w-full items-center rounded-small px-2 text-start hover:bg-sunken'

/** Language, appearance, sign-in and the way out. */
export async function Settings({ session, children }: { session: Session; children?: ReactNode }) {
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
        {children}
        <ul className="grid border-t border-line pt-2">
          <li>
            <Link href="/settings" className={line}>
              {t('allSettings')}
            </Link>
          </li>
          <li>
            <Link href="/settings/security" className={line}>
              {t('security')}
            </Link>
          </li>
          <li>
            <Link href="/help" className={line}>
              {t('help')}
            </Link>
          </li>
          <li className="max-lg:hidden">
            <button type="button" data-shortcuts className={line}>
              {t('keys.open')}
            </button>
          </li>
          <SupportLine />
          <li>
            <form action={signOutAction}>
              <button className={line}>{t('signOut')}</button>
            </form>
          </li>
        </ul>
      </div>
    </Menu>
  )
}

async function SupportLine() {
  const [t, address] = [await getTranslations('shell'), supportAddress()]
  if (!address) return null
  return (
    <li>
      <a href={address} className={line}>
        {t('support')}
      </a>
    </li>
  )
}
