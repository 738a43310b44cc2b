import { NextIntlClientProvider } from 'next-intl'
import { getMessages, getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { Brand } from '../_ui/brand.tsx'
import { Support } from '../_ui/support.tsx'
import { Language } from './_components/language.tsx'

/** The frame of the pages before the portal: the product's name, one thing to do, the language, and the marketplace's people. */
export default async function SignInLayout({ children }: { children: ReactNode }) {
  const [{ people, errors, staff }, shell, t] = await Promise.all([getMessages(), getTranslations('shell'), getTranslations('people')])
  return (
    <NextIntlClientProvider messages={{ people, errors, staff: { roles: staff.roles } }}>
      <div className="mx-auto grid min-h-dvh w-full max-w-md grid-cols-[minmax(0,1fr)] grid-rows-[auto_1fr_auto] gap-8 px-5 py-6 sm:py-12">
        <header>
          <Brand />
        </header>
        <main id="main">
          <noscript>
            <p className="mb-6 rounded-small border border-edge bg-raised px-3 py-2 text-small">{t('needsScript')}</p>
          </noscript>
          {children}
        </main>
        <footer className="grid justify-items-start gap-3">
          <Language label={shell('language')} />
          <Support className="inline-flex min-h-11 items-center text-small text-soft underline underline-offset-4 hover:text-ink" />
        </footer>
      </div>
    </NextIntlClientProvider>
  )
}
