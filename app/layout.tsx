import type { Metadata, Viewport } from 'next'
import { cookies } from 'next/headers'
import { getLocale, getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import './globals.css'
import { portalName, supportAddress } from '#server/platform/brand.ts'
import { env } from '#server/platform/env.ts'
import { themeCookie, themeOf } from './_ui/locale.ts'
import { FailureWords } from './_ui/failure.tsx'

export async function generateMetadata(): Promise<Metadata> {
  const product = portalName() ?? (await getTranslations('shell'))('product')
  return { title: { default: product, template: `%s · ${product}` }, robots: { index: false, follow: false } }
}

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#fbfaf7' },
    { media: '(prefers-color-scheme: dark)', color: '#131417' },
  ],
}

export default async function RootLayout({ children }: { children: ReactNode }) {
  const [locale, jar, t, shell] = await Promise.all([getLocale(), cookies(), getTranslations('pages'), getTranslations('shell')])
  const support = supportAddress()
  const theme = themeOf(jar.get(themeCookie)?.value)
  return (
    <html lang={locale} data-theme={theme === 'system' ? undefined : theme}>
      <body>
        {/* oxlint-disable-next-line nextjs/no-css-tags -- made from the environment when asked for, so no build can bundle it */}
        {env().PORTAL_ACCENT ? <link rel="stylesheet" href="/api/brand/accent.css" /> : null}
        <FailureWords
          value={{
            title: t('failed.title'),
            text: t('failed.text'),
            again: t('failed.action'),
            home: t('failed.home'),
            trace: t.raw('failed.trace') as string,
            support: support === null ? undefined : { label: shell('support'), href: support },
          }}
        >
          {children}
        </FailureWords>
      </body>
    </html>
  )
}
