import { cache } from 'react'
import { api } from '#server/api/caller.ts'
import { isZero } from '#server/money/index.ts'
import type { Figures } from '#server/policies/index.ts'
import { amountText, shareText } from '#server/format/amount.ts'
import type { Locale } from '../../../../_ui/locale.ts'
import { storeCode } from '../../_components/page-store.ts'

/** The figures in force, asked for once a request. */
export const figuresInForce = cache(async (): Promise<Figures> => (await api()).policies.figures({ store: storeCode() }))

/** The figures as the answers name them, in the reader's form. */
export function figureWords({ protectionDays, earlyRelease, closedReleaseDays, domestic, wire, exchange }: Figures, locale: Locale) {
  const { firstDays, lastDays, leastShare, mostShare, marginDays } = earlyRelease
  return {
    protectionDays,
    firstDays,
    lastDays,
    marginDays,
    closedReleaseDays,
    leastMargin: shareText(leastShare, locale),
    mostMargin: shareText(mostShare, locale),
    domesticFree: isZero(domestic.fee) ? 'yes' : 'no',
    domesticFee: amountText(domestic.fee, 'CNY', locale),
    alipayMost: amountText(domestic.alipayMost, 'CNY', locale),
    bankMost: amountText(domestic.bankMost, 'CNY', locale),
    wireFee: amountText(wire.fee, 'USD', locale),
    wireLeast: amountText(wire.least, 'USD', locale),
    exchangeShare: shareText(exchange.share, locale),
    exchangeLeast: amountText(exchange.feeLeast, 'USD', locale),
  }
}
