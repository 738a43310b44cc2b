'use client'

import en from '#server/messages/en/pages.json'
import cn from '#server/messages/zh-CN/pages.json'
import tw from '#server/messages/zh-TW/pages.json'
import './globals.css'
import { Failure } from './_ui/failure.tsx'

/** The layout itself failed, so nothing handed the language down: the cookie says it, or the browser. */
export default function GlobalError({ error, retry }: { error: unknown; retry: () => void }) {
  const [lang, { failed }] = languageHere()
  return (
    <html lang={lang}>
      <body>
        <title>{failed.title}</title>
        <main>
          <Failure error={error} retry={retry} words={{ ...failed, again: failed.action }} />
        </main>
      </body>
    </html>
  )
}

function languageHere(): readonly [string, typeof en] {
  const tag = typeof document === 'undefined' ? '' : (/(?:^|; )locale=([\w-]+)/.exec(document.cookie)?.[1] ?? navigator.language)
  if (/^zh-(tw|hant|hk|mo)/i.test(tag)) return ['zh-TW', tw]
  return /^zh/i.test(tag) ? ['zh-CN', cn] : ['en', en]
}
