// The closed vocabulary of what can be wrong or unusual about a typed document. Sentences for people are written per code, in each language.

/** Fields of the form, in its order. */
export type Field = 'region' | 'country' | 'type' | 'name' | 'latinName' | 'number' | 'renewals' | 'birth' | 'validFrom' | 'validUntil'

/** Why a document is refused; the comment says what the field should hold instead. */
export const problemCodes = [
  'required', // the field is empty
  'region_unknown', // one of `regions`
  'country_unknown', // an assigned code of ISO 3166-1 alpha-2
  'country_not_of_region', // a passport of CN, HK, MO or TW: choose that region and its own document
  'type_unknown', // one of `documentTypes`
  'type_not_of_region', // the region has other documents
  'name_length', // 2 to 64 characters
  'name_characters', // Chinese characters with the dot ·, or Latin letters; never both, no digits, no invisible characters
  'name_not_chinese', // a resident ID card prints the name in Chinese characters
  'name_not_latin', // passports and foreign PR cards: the name in Latin letters, as in the machine-readable zone
  'latin_length', // 2 to 64 characters
  'latin_characters', // A to Z, space, hyphen, apostrophe, full stop, comma, slash
  'number_format', // length or characters differ from those of the document
  'number_15_digits', // the resident ID number of 15 digits is no longer valid: the 18-digit number is needed
  'number_check_digit', // a digit is mistyped
  'number_region', // the number belongs to a document of another region
  'number_country_differs', // the nationality inside the number is not the chosen country
  'number_birth_unreal', // the date of birth inside the number is not in the calendar
  'number_birth_differs', // the date of birth inside the number is not the typed one
  'renewals_format', // 00 to 99
  'renewals_differ', // the last two digits of the number are not the typed renewals
  'date_unreal', // YYYY-MM-DD, a date of the calendar
  'birth_too_young', // 18 years
  'birth_too_old', // 120 years
  'not_yet_valid', // the period begins after today
  'before_birth', // the period begins before the birth
  'period_order', // the period ends on or before its first day
  'expired', // the period ended before today
  'long_term_not_allowed', // only a resident ID card is valid without an end
] as const

export type ProblemCode = (typeof problemCodes)[number]
export type Problem = { readonly field: Field; readonly code: ProblemCode }

/** What a reviewer should look at although the document is accepted. */
export const warningCodes = [
  'latin_differs', // the Latin name typed beside a name in Latin letters has other letters
  'expires_soon', // fewer than 30 days left
  'validity_unusual', // a period that the authority does not issue
] as const

export type WarningCode = (typeof warningCodes)[number]
export type Warning = { readonly field: Field; readonly code: WarningCode }
