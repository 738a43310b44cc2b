import { useLocale, useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import type { OrderLine } from '#server/releases/index.ts'
import { isZero } from '#server/money/index.ts'
import { dateText } from '#server/format/date.ts'
import { Amount } from '../../../../../_ui/money.tsx'
import { Verbatim } from '../../../../../_ui/verbatim.tsx'

type Props = { line: OrderLine; store: string; zone: string; now: number }

/** Whose order it is, how it stands, and how its money adds up. */
export function OrderFacts({ line, store, zone, now }: Props) {
  const [t, releases, locale] = [useTranslations('staff.requests.one.facts'), useTranslations('releases'), useLocale()]
  const { waterfall, currency, dueAt } = line
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-6 gap-y-1.5">
      <Fact name={t('store')}>
        <Verbatim>{store}</Verbatim>
      </Fact>
      {line.several ? (
        <Fact name={t('line')}>
          <Verbatim>{line.lineId}</Verbatim>
        </Fact>
      ) : null}
      <Fact name={t('status')}>{releases(`statuses.${line.status}`)}</Fact>
      <Fact name={t('gross')}>
        <Amount amount={waterfall.gross} currency={currency} />
      </Fact>
      <Fact name={t('net')}>
        <Amount amount={waterfall.net} currency={currency} />
      </Fact>
      {isZero(waterfall.refunded) ? null : (
        <Fact name={t('refunded')}>
          <Amount amount={waterfall.refunded} currency={currency} />
        </Fact>
      )}
      {line.wait === null ? null : (
        <Fact name={t('expected')}>{dueAt === null ? releases('undated') : dateText(dueAt, locale, zone, 'day-and-weekday', now)}</Fact>
      )}
    </dl>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-soft">{name}</dt>
      <dd className="text-end break-words">{children}</dd>
    </>
  )
}
