'use client'

import { useRouter } from 'next/navigation'
import { useLocale } from 'next-intl'
import { choiceMaxAge, localeCookie } from '../../_ui/locale.ts'

/** Each language in its own words, so that it is found by who reads it. */
const languages = { 'zh-CN': '简体中文', 'zh-TW': '繁體中文', en: 'English' }

/** The language of pages before anybody has signed in. */
export function Language({ label }: { label: string }) {
  const router = useRouter()
  const locale = useLocale()
  const choose = (value: string) => {
    document.cookie = `${localeCookie}=${value}; Path=/; Max-Age=${choiceMaxAge}; SameSite=Lax`
    router.refresh()
  }
  return (
    <fieldset className="flex flex-wrap gap-x-4">
      <legend className="sr-only">{label}</legend>
      {Object.entries(languages).map(([value, name]) => (
        <button
          key={value}
          type="button"
          lang={value}
          aria-pressed={value === locale}
          onClick={() => choose(value)}
          className="min-h-11 text-small text-soft hover:text-ink aria-pressed:font-semibold aria-pressed:text-ink"
        >
          {name}
        </button>
      ))}
    </fieldset>
  )
}
