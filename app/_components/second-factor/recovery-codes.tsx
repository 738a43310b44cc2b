'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Button } from '../../_ui/button.tsx'

/** The recovery codes, shown this once. */
export function RecoveryCodes({ codes, onKept }: { codes: readonly string[]; onKept: () => void }) {
  const t = useTranslations('people.codes')
  const [copied, setCopied] = useState(false)
  const text = codes.join('\n')
  return (
    <section aria-labelledby="codes" className="grid gap-4">
      <h2 id="codes" className="text-body">
        {t('title')}
      </h2>
      <p className="text-soft">{t('text')}</p>
      <ol data-codes translate="no" className="figures grid grid-cols-2 gap-x-6 gap-y-1 rounded-large border border-line bg-raised p-4">
        {codes.map((code) => (
          <li key={code} className="select-all">
            {code}
          </li>
        ))}
      </ol>
      <div data-screen-only className="flex flex-wrap gap-3">
        <Button kind="quiet" onClick={() => void navigator.clipboard.writeText(text).then(() => setCopied(true))}>
          {copied ? t('copied') : t('copy')}
        </Button>
        <a
          href={`data:text/plain;charset=utf-8,${encodeURIComponent(`${text}\n`)}`}
          download={t('file')}
          className="inline-flex min-h-11 items-center px-2 text-accent underline underline-offset-4"
        >
          {t('download')}
        </a>
      </div>
      <Button onClick={onKept}>{t('kept')}</Button>
    </section>
  )
}
