import cnActivity from './zh-CN/activity.json'
import cnErrors from './zh-CN/errors.json'
import cnForecast from './zh-CN/forecast.json'
import cnHelp from './zh-CN/help.json'
import cnIdentity from './zh-CN/identity.json'
import cnLedger from './zh-CN/ledger.json'
import cnNotices from './zh-CN/notices.json'
import cnPages from './zh-CN/pages.json'
import cnPeople from './zh-CN/people.json'
import cnReleases from './zh-CN/releases.json'
import cnRequests from './zh-CN/requests.json'
import cnSandbox from './zh-CN/sandbox.json'
import cnSellers from './zh-CN/sellers.json'
import cnShell from './zh-CN/shell.json'
import cnStaff from './zh-CN/staff.json'
import cnTerms from './zh-CN/terms.json'
import twActivity from './zh-TW/activity.json'
import twErrors from './zh-TW/errors.json'
import twForecast from './zh-TW/forecast.json'
import twHelp from './zh-TW/help.json'
import twIdentity from './zh-TW/identity.json'
import twLedger from './zh-TW/ledger.json'
import twNotices from './zh-TW/notices.json'
import twPages from './zh-TW/pages.json'
import twPeople from './zh-TW/people.json'
import twReleases from './zh-TW/releases.json'
import twRequests from './zh-TW/requests.json'
import twSandbox from './zh-TW/sandbox.json'
import twSellers from './zh-TW/sellers.json'
import twShell from './zh-TW/shell.json'
import twStaff from './zh-TW/staff.json'
import twTerms from './zh-TW/terms.json'
import enActivity from './en/activity.json'
import enErrors from './en/errors.json'
import enForecast from './en/forecast.json'
import enHelp from './en/help.json'
import enIdentity from './en/identity.json'
import enLedger from './en/ledger.json'
import enNotices from './en/notices.json'
import enPages from './en/pages.json'
import enPeople from './en/people.json'
import enReleases from './en/releases.json'
import enRequests from './en/requests.json'
import enSandbox from './en/sandbox.json'
import enSellers from './en/sellers.json'
import enShell from './en/shell.json'
import enStaff from './en/staff.json'
import enTerms from './en/terms.json'
import type { Locale } from '#server/platform/locale.ts'

// One file a room and language. English is the one that types are read from; a language that lacks a sentence doesn't compile.
const english = {
  activity: enActivity,
  errors: enErrors,
  forecast: enForecast,
  help: enHelp,
  identity: enIdentity,
  ledger: enLedger,
  notices: enNotices,
  pages: enPages,
  people: enPeople,
  releases: enReleases,
  requests: enRequests,
  sandbox: enSandbox,
  sellers: enSellers,
  shell: enShell,
  staff: enStaff,
  terms: enTerms,
}

/** Every sentence that a person reads, by room; pages, mail and files share them. */
export type Messages = typeof english

const all: Readonly<Record<Locale, Messages>> = {
  'zh-CN': {
    activity: cnActivity,
    errors: cnErrors,
    forecast: cnForecast,
    help: cnHelp,
    identity: cnIdentity,
    ledger: cnLedger,
    notices: cnNotices,
    pages: cnPages,
    people: cnPeople,
    releases: cnReleases,
    requests: cnRequests,
    sandbox: cnSandbox,
    sellers: cnSellers,
    shell: cnShell,
    staff: cnStaff,
    terms: cnTerms,
  },
  'zh-TW': {
    activity: twActivity,
    errors: twErrors,
    forecast: twForecast,
    help: twHelp,
    identity: twIdentity,
    ledger: twLedger,
    notices: twNotices,
    pages: twPages,
    people: twPeople,
    releases: twReleases,
    requests: twRequests,
    sandbox: twSandbox,
    sellers: twSellers,
    shell: twShell,
    staff: twStaff,
    terms: twTerms,
  },
  en: english,
}

/** The messages of a language. */
export function messagesOf(locale: Locale): Messages {
  return all[locale]
}
