import { cookies, headers } from 'next/headers'
import { getRequestConfig } from 'next-intl/server'
import { currentSession } from '#server/people/index.ts'
import { messagesOf, type Messages } from '#server/messages/messages.ts'
import { isLocale, type Locale, localeCookie, negotiate } from '../_ui/locale.ts'

declare module 'next-intl' {
  // oxlint-disable-next-line typescript/consistent-type-definitions -- only an interface adds to another module's
  interface AppConfig {
    Locale: Locale
    Messages: Messages
  }
}

/**
 * next-intl for one request. The language is that of the person who is signed in, else what was chosen in this browser, else
 * what the browser asks for. Zones are passed to each format by the page, because they are the seller's, not the reader's.
 */
export default getRequestConfig(async () => {
  const locale = await readersLocale()
  return { locale, messages: messagesOf(locale), timeZone: 'Asia/Shanghai' }
})

async function readersLocale(): Promise<Locale> {
  const session = await currentSession()
  if (session) return session.locale
  const chosen = (await cookies()).get(localeCookie)?.value
  return isLocale(chosen) ? chosen : negotiate((await headers()).get('accept-language'))
}
