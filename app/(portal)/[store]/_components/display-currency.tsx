import { cookies } from 'next/headers'
import { getTranslations } from 'next-intl/server'
import { sellerCurrencies } from '#server/money/index.ts'
import { Choice } from '../../../_ui/choice.tsx'
import { currencyCookie } from '../../../_ui/locale.ts'
import { chooseCurrencyAction } from '../../../_components/choices.ts'

export type DisplayCurrency = (typeof sellerCurrencies)[number]

/** The currency in which the person wants to see everything together; the first one until they choose. */
export async function displayCurrency(): Promise<DisplayCurrency> {
  const chosen = (await cookies()).get(currencyCookie)?.value
  return sellerCurrencies.find((currency) => currency === chosen) ?? sellerCurrencies[0]
}

/** Chooses it. */
export async function CurrencyChoice() {
  const [t, currency] = await Promise.all([getTranslations('shell'), displayCurrency()])
  const options = sellerCurrencies.map((value) => ({ value, label: value }))
  return <Choice label={t('currency')} name="currency" value={currency} options={options} action={chooseCurrencyAction} />
}
