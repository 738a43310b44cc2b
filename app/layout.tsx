import type { Metadata, Viewport } from 'next'
import { cookies } from 'next/headers'
import { getLocale } from 'next-intl/server'
import type { ReactNode } from 'react'
import './globals.css'
import { env } from '#server/platform/env.ts'
import { apiPaths } from '#server/platform/paths.ts'
import { portalTitle } from './_ui/brand.tsx'
import { themeCookie, themeOf } from './_ui/locale.ts'
import { failureSentences } from './_ui/failure-sentences.ts'
import { FailureWords } from './_ui/failure.tsx'

export async function generateMetadata(): Promise<Metadata> {
  const product = await portalTitle()
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
  const [locale, jar, sentences] = await Promise.all([getLocale(), cookies(), failureSentences()])
  const theme = themeOf(jar.get(themeCookie)?.value)
  return (
    <html lang={locale} data-theme={theme === 'system' ? undefined : theme}>
      <body>
        {/* Made from the environment when asked for, so no build can bundle it. */}
        {env().PORTAL_ACCENT ? <link rel="stylesheet" href={apiPaths.accent()} /> : null}
        <FailureWords value={sentences}>{children}</FailureWords>
      </body>
    </html>
  )
}
