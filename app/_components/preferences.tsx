import { cookies } from 'next/headers'
import { getLocale, getTranslations } from 'next-intl/server'
import { Choice } from '../_ui/choice.tsx'
import { themeCookie, themeOf } from '../_ui/locale.ts'
import { chooseLocaleAction, chooseThemeAction } from './choices.ts'

/** Each language in its own words, so that it is found by who reads it. */
const languages = [
  { value: 'zh-CN', label: '简体中文', lang: 'zh-CN' },
  { value: 'zh-TW', label: '繁體中文', lang: 'zh-TW' },
  { value: 'en', label: 'English', lang: 'en' },
]

/** Language and appearance, of the person and not of the store. */
export async function Preferences() {
  const [t, locale, jar] = await Promise.all([getTranslations('shell'), getLocale(), cookies()])
  const themes = (['system', 'light', 'dark'] as const).map((value) => ({ value, label: t(`themes.${value}`) }))
  return (
    <>
      <Choice label={t('language')} name="locale" value={locale} options={languages} action={chooseLocaleAction} />
      <Choice label={t('theme')} name="theme" value={themeOf(jar.get(themeCookie)?.value)} options={themes} action={chooseThemeAction} />
    </>
  )
}
