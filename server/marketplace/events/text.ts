// The closed vocabularies behind plain texts: regions, time zones, languages; and how long a text is.

/** Whether a text is at most `max` characters (code points) long. */
export function fits(text: string, max: number): boolean {
  if (text.length <= max) return true
  return text.length <= 2 * max && Array.from(text).length <= max
}

// ISO 3166-1 alpha-2, officially assigned (249, as of 2026).
const alpha2 =
  'AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK ' +
  'CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS ' +
  'GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV ' +
  'LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM ' +
  'PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR ' +
  'TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW'
const regions = new Set(alpha2.split(' '))

/** Whether a code is an officially assigned one of ISO 3166-1 alpha-2. */
export function isRegion(code: string): boolean {
  return regions.has(code)
}

// IANA's names without a continent. The platform's own list has more (CTT, PST …) that are no IANA names and that Postgres lacks.
const bareZones = new Set(
  (
    'UTC GMT UCT Zulu Universal Greenwich GMT0 GMT+0 GMT-0 CET CST6CDT EET EST EST5EDT HST MET MST MST7MDT PST8PDT WET Cuba Egypt Eire GB ' +
    'GB-Eire Hongkong Iceland Iran Israel Jamaica Japan Kwajalein Libya NZ NZ-CHAT Navajo PRC Poland Portugal ROC ROK Singapore Turkey W-SU'
  ).split(' '),
)

/** Names are looked up once: a formatter costs tens of microseconds. Bounded, because the names come from outside. */
const known = new Map<string, boolean>()
const knownMax = 5000

function remembered(name: string, test: () => boolean): boolean {
  const found = known.get(name)
  if (found !== undefined) return found
  if (known.size >= knownMax) known.clear()
  const answer = test()
  known.set(name, answer)
  return answer
}

function survives(attempt: () => unknown): boolean {
  try {
    attempt()
    return true
  } catch {
    return false
  }
}

/** Whether a name is a zone of the IANA database. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Z][A-Za-z0-9+/_-]{1,63}$/.test(name)) return false
  if (!name.includes('/')) return bareZones.has(name)
  if (name.startsWith('SystemV/') || name === 'US/Pacific-New') return false
  return remembered(name, () => survives(() => new Intl.DateTimeFormat('en', { timeZone: name })))
}

/** Whether a tag is well-formed in BCP 47; Java's and PHP's `zh_CN` passes as `zh-CN`. */
export function isLanguageTag(tag: string): boolean {
  return tag.length <= 100 && remembered(`language ${tag}`, () => survives(() => Intl.getCanonicalLocales(tag.replaceAll('_', '-'))))
}
