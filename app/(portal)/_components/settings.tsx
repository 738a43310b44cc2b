import { cookies } from 'next/headers'
import { Link } from '../../_ui/link.tsx'
import { getLocale, getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import type { Session } from '#server/people/index.ts'
import { Choice } from '../../_ui/choice.tsx'
import { Icon } from '../../_ui/icons.tsx'
import { themeCookie, themeOf } from '../../_ui/locale.ts'
import { Menu } from '../../_ui/menu.tsx'
import { verbatim } from '../../_ui/verbatim.tsx'
import { chooseLocaleAction, chooseThemeAction, signOutAction } from './choices.ts'

/** Each language in its own words, so that it is found by who reads it. */
const languages = [
  { value: 'zh-CN', label: '简体中文', lang: 'zh-CN' },
  { value: 'zh-TW', label: '繁體中文', lang: 'zh-TW' },
  { value: 'en', label: 'English', lang: 'en' },
]

/** Language, appearance, sign-in and the way out. */
export async function Settings({ session, children }: { session: Session; children?: ReactNode }) {
  const [t, locale, jar] = await Promise.all([getTranslations('shell'), getLocale(), cookies()])
  const themes = (['system', 'light', 'dark'] as const).map((value) => ({ value, label: t(`themes.${value}`) }))
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
        <Choice label={t('language')} name="locale" value={locale} options={languages} action={chooseLocaleAction} />
        <Choice label={t('theme')} name="theme" value={themeOf(jar.get(themeCookie)?.value)} options={themes} action={chooseThemeAction} />
        {children}
        <ul className="grid border-t border-line pt-2">
          <li>
            <Link href="/security" className="flex min-h-10 items-center gap-2 rounded-small px-2 hover:bg-sunken">
              {t('security')}
            </Link>
          </li>
          <li>
            <form action={signOutAction}>
              <button className="flex min-h-10 w-full items-center rounded-small px-2 text-start hover:bg-sunken">{t('signOut')}</button>
            </form>
          </li>
        </ul>
      </div>
    </Menu>
  )
}
