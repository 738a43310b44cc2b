import { formatMinor } from '#server/money/index.ts'
import type { SellerScope } from '#server/platform/actor.ts'
import { requirePermission } from '#server/platform/permission.ts'
import { sellerRead } from '#server/platform/tx.ts'
import * as store from './store.ts'

/** What the help tells of times and cost. Amounts are decimal strings, shares basis points, times days. */
export type Figures = {
  readonly protectionDays: number
  readonly earlyRelease: {
    readonly firstDays: number
    readonly lastDays: number
    readonly leastShare: number
    readonly mostShare: number
    readonly marginDays: number
  }
  readonly closedReleaseDays: number
  /** RMB to a domestic account. */
  readonly domestic: { readonly fee: string; readonly alipayMost: string; readonly bankMost: string }
  /** USD by SWIFT. */
  readonly wire: { readonly fee: string; readonly least: string }
  /** USD that arrives as RMB. */
  readonly exchange: { readonly share: number; readonly feeLeast: string }
}

const names = [
  'protection_days',
  'early_release_first_days',
  'early_release_last_days',
  'margin_least',
  'margin_most',
  'margin_days',
  'closed_release_days',
  'withdrawal_fee_cny',
  'alipay_most_cny',
  'bank_most_cny',
  'wire_fee_usd',
  'wire_least_usd',
  'exchange_fee',
  'exchange_fee_least_usd',
] as const

/**
 * The figures that are in force now.
 * @throws Error where the installation lacks one, or it is no whole number
 */
export async function readFigures(scope: SellerScope): Promise<Figures> {
  requirePermission(scope, 'money.read')
  const values = await sellerRead(scope, (tx) => store.valuesInForce(tx, names))
  const whole = (name: (typeof names)[number]) => {
    const value = values.get(name)
    if (value === undefined) throw new Error(`no policy ${name} is in force`)
    return BigInt(value)
  }
  const count = (name: (typeof names)[number]) => Number(whole(name))
  return {
    protectionDays: count('protection_days'),
    earlyRelease: {
      firstDays: count('early_release_first_days'),
      lastDays: count('early_release_last_days'),
      leastShare: count('margin_least'),
      mostShare: count('margin_most'),
      marginDays: count('margin_days'),
    },
    closedReleaseDays: count('closed_release_days'),
    domestic: {
      fee: formatMinor(whole('withdrawal_fee_cny'), 'CNY'),
      alipayMost: formatMinor(whole('alipay_most_cny'), 'CNY'),
      bankMost: formatMinor(whole('bank_most_cny'), 'CNY'),
    },
    wire: { fee: formatMinor(whole('wire_fee_usd'), 'USD'), least: formatMinor(whole('wire_least_usd'), 'USD') },
    exchange: { share: count('exchange_fee'), feeLeast: formatMinor(whole('exchange_fee_least_usd'), 'USD') },
  }
}
