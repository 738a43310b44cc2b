'use server'

import { cookies } from 'next/headers'
import { redirect } from 'next/navigation'
import { api } from '#server/api/caller.ts'
import { sellerCurrencies } from '#server/money/index.ts'
import { paths } from '#server/platform/paths.ts'
import { cookieAttributes, sessionCookie } from '#server/people/index.ts'
import { orSignIn } from './form-action.ts'
import { choiceMaxAge, currencyCookie, isLocale, keysCookie, localeCookie, themeCookie, themeOf } from '../_ui/locale.ts'

const remembered = { path: '/', maxAge: choiceMaxAge, sameSite: 'lax' } as const

/** The language of pages and mails. */
export async function chooseLocaleAction(form: FormData): Promise<void> {
  const locale = form.get('locale')
  if (!isLocale(locale)) return
  const [procedures, jar] = await Promise.all([api(), cookies()])
  await orSignIn(procedures.people.chooseLocale({ locale }))
  jar.set(localeCookie, locale, remembered)
}

/** Light, dark, or as the device has it. */
export async function chooseThemeAction(form: FormData): Promise<void> {
  const named = form.get('theme')
  const theme = themeOf(typeof named === 'string' ? named : undefined)
  const jar = await cookies()
  if (theme === 'system') jar.delete(themeCookie)
  else jar.set(themeCookie, theme, remembered)
}

/** The currency of the total on the overview. */
export async function chooseCurrencyAction(form: FormData): Promise<void> {
  const named = form.get('currency')
  const currency = sellerCurrencies.find((one) => one === named)
  if (currency) (await cookies()).set(currencyCookie, currency, remembered)
}

/** Shortcuts of the keyboard, on or off. */
export async function chooseKeysAction(form: FormData): Promise<void> {
  const jar = await cookies()
  if (form.get('keys') === 'off') jar.set(keysCookie, 'off', remembered)
  else jar.delete(keysCookie)
}

/** The demo's clock, so many days forward. */
export async function moveClockAction(form: FormData): Promise<void> {
  const procedures = await api()
  await orSignIn(procedures.sandbox.moveClock({ days: Number(form.get('days')) }))
}

/** Ends the session here; what was shown is gone with the page. */
export async function signOutAction(): Promise<void> {
  const [procedures, jar] = await Promise.all([api(), cookies()])
  await orSignIn(procedures.people.signOut())
  jar.set(sessionCookie(), '', { ...cookieAttributes(), maxAge: 0 })
  redirect(paths.signIn())
}
