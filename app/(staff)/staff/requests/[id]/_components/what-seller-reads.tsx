import { useTranslations } from 'next-intl'
import type { QueuedRequest } from '#server/requests/index.ts'
import { Verbatim } from '../../../../../_ui/verbatim.tsx'

/** The reason, in the sentence that the seller reads, and the message that come with a decision, where there are any. */
export function WhatSellerReads({ of: { reason, remark } }: { of: Pick<QueuedRequest, 'reason' | 'remark'> }) {
  const [t, requests] = [useTranslations('staff.requests.decided'), useTranslations('requests.declined')]
  if (reason === null && remark === null) return null
  return (
    <dl className="grid gap-2 border-s-2 border-line ps-3">
      {reason === null ? null : (
        <div>
          <dt className="text-small text-faint">{t('reason')}</dt>
          <dd>{requests(reason)}</dd>
        </div>
      )}
      {remark === null ? null : (
        <div>
          <dt className="text-small text-faint">{t('remark')}</dt>
          <dd className="whitespace-pre-wrap">
            <Verbatim>{remark}</Verbatim>
          </dd>
        </div>
      )}
    </dl>
  )
}
