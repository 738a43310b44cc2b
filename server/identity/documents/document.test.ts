import { expect, test } from 'vitest'
import { checkDocument, type DocumentType, maskNumber, pagesOf, type Typed, typesOf } from './document.ts'
import { documentTypes, regions } from './document-type.ts'
import { problemCodes, warningCodes } from './problem.ts'

const today = '2026-12-01'

const common = { country: null, latinName: '', renewals: '', validFrom: '2020-05-04', validUntil: '2030-05-04' }

/** One accepted document of each kind. */
const examples = {
  cn: {
    ...common,
    region: 'CN',
    type: 'resident_id',
    name: '张三',
    number: '110101200812010014', // 7+9+0+5+0+4+4+0+0+24+7+18+0+5+0+0+2 = 85, remainder 8: 4
    birth: '2008-12-01', // 18 today
    validFrom: '2024-12-02',
    validUntil: '2034-12-02',
  },
  hk: { ...common, region: 'HK', type: 'hk_mo_permit', name: '陈大文', number: 'H12345678', renewals: '02', birth: '1990-01-01' },
  mo: { ...common, region: 'MO', type: 'hk_mo_permit', name: '何小姐', number: 'M12345678', renewals: '0', birth: '1990-01-01' },
  tw: {
    ...common,
    region: 'TW',
    type: 'taiwan_permit',
    name: '林志明',
    number: '12345678',
    birth: '1990-01-01',
    validFrom: '2022-05-04',
    validUntil: '2027-05-04',
  },
  hkResident: {
    ...common,
    region: 'HK',
    type: 'residence_permit',
    name: '陈大文',
    number: '810000199408230021',
    birth: '1994-08-23',
    validFrom: '2023-01-10',
    validUntil: '2028-01-10',
  },
  passport: {
    ...common,
    region: 'other',
    country: 'DE',
    type: 'passport',
    name: 'Erika Müller',
    number: 'C01X00T47',
    birth: '1964-08-12',
  },
  prCard: {
    ...common,
    region: 'other',
    country: 'SA',
    type: 'foreign_pr_card',
    name: 'Ahmed Saleh',
    number: '932682198501010017',
    birth: '1985-01-01',
    validFrom: '2024-01-05',
    validUntil: '2034-01-05',
  },
} as const satisfies Record<string, Typed>

type Example = keyof typeof examples
type Change = { [field in keyof Typed]?: Typed[field] | undefined }

const typedOf = (example: Example, change: Change) => ({ ...examples[example], ...change }) as Typed

function problemsOf(example: Example, change: Change): string[] {
  const result = checkDocument(typedOf(example, change), today)
  return 'problems' in result ? result.problems.map(({ field, code }) => `${field} ${code}`) : []
}

function accepted(example: Example, change: Change = {}) {
  const result = checkDocument(typedOf(example, change), today)
  if ('problems' in result) throw new Error(JSON.stringify(result.problems))
  return { ...result.document, warnings: result.warnings.map(({ field, code }) => `${field} ${code}`) }
}

const residence = (region: 'HK' | 'MO' | 'TW', number: string, birth = '1990-01-01'): Change => ({ region, number, birth })

test.each<[why: string, example: Example, change: Change, stored: Change]>([
  ['of a person whose 18th birthday is today', 'cn', {}, { number: '110101200812010014', name: '张三' }],
  [
    'in full-width digits with a small x and spaces',
    'cn',
    { number: ' １１０１０５ １９４９１２３１ ００２ｘ', birth: '１９４９-12-31' },
    { number: '11010519491231002X', birth: '1949-12-31' },
  ],
  [
    'with invisible characters that were pasted along',
    'cn',
    { number: '\u202d110101200812010014\u202c' },
    { number: '110101200812010014' },
  ],
  ['whose dates have the dots of the card', 'cn', { validFrom: '2024.12.02', validUntil: '2034/12/02' }, { validUntil: '2034-12-02' }],
  ['with spaces in the name', 'cn', { name: '张　三' }, { name: '张三' }],
  ['with a Latin name that the card does not print', 'cn', { latinName: 'Zhang San' }, { latinName: '' }],
  ['with a country that is not asked', 'cn', { country: 'DE' }, { country: null }],
  ['H and 8 digits, renewals apart', 'hk', {}, { number: 'H12345678', renewals: '2' }],
  ['H and 10 digits: the last two are the renewals', 'hk', { number: 'h1234567802', renewals: '' }, { number: 'H12345678', renewals: '2' }],
  ['H and 10 digits and the same renewals', 'hk', { number: 'H12345678 02', renewals: '2' }, { number: 'H12345678', renewals: '2' }],
  ['of the first issue', 'hk', { number: 'H1234567800', renewals: '' }, { number: 'H12345678', renewals: '0' }],
  ['renewed 99 times', 'hk', { renewals: '９９' }, { renewals: '99' }],
  [
    'HA and 7 digits',
    'hk',
    { number: 'HA1234567', name: 'Ann Lee', validFrom: '2024-07-10', validUntil: '2029-07-09' },
    { number: 'HA1234567' },
  ],
  ['M and 8 digits', 'mo', {}, { number: 'M12345678', renewals: '0' }],
  ['MA and 7 digits', 'mo', { number: 'MA1234567', validFrom: '2024-08-01', validUntil: '2029-07-31' }, { number: 'MA1234567' }],
  ['8 digits', 'tw', {}, { number: '12345678' }],
  ['10 digits of 2006: 8 for life and 2 of issues', 'tw', { number: '1234567801' }, { number: '12345678' }],
  ['10 digits and an office of 1992', 'tw', { number: '1234567801（ｂ）' }, { number: '12345678' }],
  ['81 and Hong Kong', 'hkResident', {}, { number: '810000199408230021' }],
  ['82 and Macau', 'hkResident', residence('MO', '820000199001010010'), { number: '820000199001010010' }],
  ['83 and Taiwan', 'hkResident', residence('TW', '830000199201300022', '1992-01-30'), { number: '830000199201300022' }],
  ['of 5 characters', 'passport', { number: 'ab123' }, { number: 'AB123' }],
  ['of 17 characters', 'passport', { number: '12345678901234567' }, { number: '12345678901234567' }],
  ['with a name in the letters of its own zone', 'passport', {}, { name: 'Erika Müller', latinName: 'ERIKA MUELLER' }],
  ['with a Latin name as its zone prints it', 'passport', { latinName: 'muller erika' }, { latinName: 'MULLER ERIKA' }],
  ['of a small country code', 'passport', { country: ' de ' }, { country: 'DE' }],
  ['18 digits, Saudi Arabia', 'prCard', {}, { number: '932682198501010017', country: 'SA' }],
  ['18 digits, Canada', 'prCard', { number: '911124198108030024', country: 'CA', birth: '1981-08-03' }, { number: '911124198108030024' }],
  ['3 letters and 12 digits of 2017', 'prCard', { number: 'sau 310085010101' }, { number: 'SAU310085010101' }],
])('accepted: %s (%s)', (_why, example, change, stored) => {
  const document = accepted(example, change)
  expect({ ...document, renewals: document.renewals === null ? '' : String(document.renewals) }).toMatchObject(stored)
  // The stored document passes the same checks and stays as it is.
  const { warnings, ...again } = document
  const typed: Typed = { ...again, renewals: again.renewals === null ? '' : String(again.renewals), validUntil: again.validUntil ?? '' }
  expect(checkDocument(typed, today)).toMatchObject({ document: again })
  expect(warnings).toEqual([])
})

const refused: [why: string, example: Example, change: Change, problem: string][] = [
  ['a region that is none', 'cn', { region: 'US' as 'CN' }, 'region region_unknown'],
  ['a region called like a property of objects', 'cn', { region: '__proto__' as 'CN' }, 'region region_unknown'],
  ['a type that is none', 'cn', { type: 'visa' as DocumentType }, 'type type_unknown'],
  ['a passport of mainland China', 'cn', { type: 'passport' }, 'type type_not_of_region'],
  ['a Taiwan permit from Hong Kong', 'tw', { region: 'HK' }, 'type type_not_of_region'],
  ['no country', 'passport', { country: null }, 'country required'],
  ['a country that is none', 'passport', { country: 'XK' }, 'country country_unknown'],
  ['a passport of Taiwan', 'passport', { country: 'TW' }, 'country country_not_of_region'],
  ['no name', 'cn', { name: ' ' }, 'name required'],
  ['one character', 'cn', { name: '张' }, 'name name_length'],
  ['a digit', 'cn', { name: '张3' }, 'name name_characters'],
  ['pinyin on a resident ID card', 'cn', { name: 'Zhang San' }, 'name name_not_chinese'],
  ['Chinese characters on a passport', 'passport', { name: '林志明' }, 'name name_not_latin'],
  ['Chinese characters on a foreign PR card', 'prCard', { name: '林志明' }, 'name name_not_latin'],
  ['Chinese characters as the Latin name', 'hk', { latinName: '陈大文' }, 'latinName latin_characters'],
  ['a Latin name of one letter', 'hk', { latinName: 'C' }, 'latinName latin_length'],
  ['no number', 'cn', { number: ' - ' }, 'number required'],
  ['17 digits', 'cn', { number: '11010120081201001' }, 'number number_format'],
  ['19 digits', 'cn', { number: '1101012008120100144' }, 'number number_format'],
  ['a Cyrillic Х', 'cn', { number: '11010519491231002Х' }, 'number number_format'],
  ['a circled digit', 'cn', { number: '①10101200812010014' }, 'number number_format'],
  ['the old form of 15 digits', 'cn', { number: '110105491231002' }, 'number number_15_digits'],
  ['a mistyped check digit', 'cn', { number: '110101200812010015' }, 'number number_check_digit'],
  // 63+81+0+20+16+24+2+9+54+0+0+9+0+5+0+0+2 = 285, remainder 10: 2
  ['the province 99, which is none', 'cn', { number: '990426199001010012', birth: '1990-01-01' }, 'number number_region'],
  ['a residence permit of Hong Kong', 'cn', { number: '810000199408230021', birth: '1994-08-23' }, 'number number_region'],
  // 49+9+0+0+0+0+2+9+54+0+0+9+0+5+0+0+2 = 139, remainder 7: 5
  ['the division 71', 'cn', { number: '710000199001010015', birth: '1990-01-01' }, 'number number_region'],
  ['a foreign PR card', 'cn', { number: '932682198501010017', birth: '1985-01-01' }, 'number number_region'],
  // 7+9+0+5+0+20+2+9+54+0+0+18+30+0+0+0+2 = 156, remainder 2: X
  ['30 February inside the number', 'cn', { number: '11010519900230001X', birth: '1990-03-02' }, 'number number_birth_unreal'],
  ['another birth than typed', 'cn', { birth: '2008-11-30' }, 'number number_birth_differs'],
  ['a Macau permit', 'hk', { number: 'M12345678' }, 'number number_region'],
  ['a Macau permit for foreigners', 'hk', { number: 'MA1234567' }, 'number number_region'],
  ['a Hong Kong permit', 'mo', { number: 'H12345678' }, 'number number_region'],
  ['7 digits', 'hk', { number: 'H1234567' }, 'number number_format'],
  ['9 digits', 'hk', { number: 'H123456789' }, 'number number_format'],
  ['a Hong Kong identity card', 'hk', { number: 'A123456(7)' }, 'number number_format'],
  ['HA and 8 digits', 'hk', { number: 'HA12345678' }, 'number number_format'],
  ['no renewals', 'hk', { renewals: '' }, 'renewals required'],
  ['three digits of renewals', 'hk', { renewals: '100' }, 'renewals renewals_format'],
  ['a letter as renewals', 'hk', { renewals: 'x' }, 'renewals renewals_format'],
  ['other renewals than in the number', 'hk', { number: 'H1234567803' }, 'renewals renewals_differ'],
  ['7 digits', 'tw', { number: '1234567' }, 'number number_format'],
  ['9 digits', 'tw', { number: '123456789' }, 'number number_format'],
  ['an office without brackets', 'tw', { number: '1234567801B' }, 'number number_format'],
  ['an identity card of Taiwan', 'tw', { number: 'A123456789' }, 'number number_format'],
  ['82 from Hong Kong', 'hkResident', residence('HK', '820000199001010010'), 'number number_region'],
  ['83 from Macau', 'hkResident', residence('MO', '830000199201300022', '1992-01-30'), 'number number_region'],
  ['81 from Taiwan', 'hkResident', residence('TW', '810000199408230021', '1994-08-23'), 'number number_region'],
  ['a mainland number', 'hkResident', { number: '110101200812010014', birth: '2008-12-01' }, 'number number_region'],
  ['a mistyped check digit', 'hkResident', { number: '810000199408230022' }, 'number number_check_digit'],
  ['15 digits', 'hkResident', { number: '810000940823002' }, 'number number_format'],
  ['another birth than typed', 'hkResident', { birth: '1994-08-24' }, 'number number_birth_differs'],
  ['4 characters', 'passport', { number: 'AB12' }, 'number number_format'],
  ['18 characters', 'passport', { number: '123456789012345678' }, 'number number_format'],
  ['a letter that is not ASCII', 'passport', { number: 'ÄB12345' }, 'number number_format'],
  ['a dotless ı, which is no I', 'passport', { number: 'ı123456' }, 'number number_format'],
  ['a mistyped check digit', 'prCard', { number: '932682198501010018' }, 'number number_check_digit'],
  ['the nationality of another country', 'prCard', { country: 'CA' }, 'number number_country_differs'],
  ['the letters of another country', 'prCard', { number: 'CAN310085010101' }, 'number number_country_differs'],
  // 63+81+60+30+64+8+2+9+48+15+0+9+0+5+0+0+2 = 396, remainder 0: 1
  ['the province 96, which is none', 'prCard', { number: '996682198501010011' }, 'number number_region'],
  // 63+27+20+30+64+8+2+9+48+15+0+18+30+0+0+0+2 = 336, remainder 6: 6
  ['30 February inside the number', 'prCard', { number: '932682198502300016' }, 'number number_birth_unreal'],
  ['another birth than typed', 'prCard', { birth: '1985-01-02' }, 'number number_birth_differs'],
  ['a first digit of 8', 'prCard', { number: '832682198501010017' }, 'number number_format'],
  ['no birth', 'hk', { birth: '' }, 'birth required'],
  ['a birth on 29 February 2001', 'hk', { birth: '2001-02-29' }, 'birth date_unreal'],
  // 28+54+0+5+0+0+4+0+0+24+7+18+0+10+0+0+2 = 152, remainder 9: 3
  ['18 years tomorrow', 'cn', { number: '460100200812020013', birth: '2008-12-02' }, 'birth birth_too_young'],
  ['a birth in the future', 'hk', { birth: '2030-01-01', validFrom: '2020-05-04' }, 'birth birth_too_young'],
  // 7+9+0+5+0+4+2+9+0+15+7+9+30+0+0+0+2 = 99, remainder 0: 1
  ['121 years since yesterday', 'cn', { number: '110101190511300011', birth: '1905-11-30', validUntil: '' }, 'birth birth_too_old'],
  ['no first day', 'hk', { validFrom: '' }, 'validFrom required'],
  ['a first day tomorrow', 'hk', { validFrom: '2026-12-02' }, 'validFrom not_yet_valid'],
  ['a first day before the birth', 'hk', { birth: '1990-01-01', validFrom: '1989-12-31' }, 'validFrom before_birth'],
  ['31 April', 'hk', { validUntil: '2030-04-31' }, 'validUntil date_unreal'],
  ['a day that is no date', 'hk', { validUntil: '长期' }, 'validUntil date_unreal'],
  ['a permit without an end', 'hk', { validUntil: '' }, 'validUntil long_term_not_allowed'],
  ['a passport without an end', 'passport', { validUntil: '' }, 'validUntil long_term_not_allowed'],
  ['an end before the first day', 'hk', { validUntil: '2020-05-03' }, 'validUntil period_order'],
  ['an end on the first day', 'hk', { validUntil: '2020-05-04' }, 'validUntil period_order'],
  ['an end yesterday', 'hk', { validFrom: '2016-11-30', validUntil: '2026-11-30' }, 'validUntil expired'],
]

test.each(refused)('refused: %s (%s)', (_why, example, change, problem) => {
  // A wrong field spoils nothing else: it is the only problem.
  expect(problemsOf(example, change)).toEqual([problem])
})

test('every problem code is given for some document', () => {
  expect(new Set(refused.map(([, , , problem]) => problem.split(' ')[1]))).toEqual(new Set(problemCodes))
})

const warned: [why: string, example: Example, change: Change, warnings: string[]][] = [
  ['an end today', 'hk', { validFrom: '2016-12-01', validUntil: '2026-12-01' }, ['validUntil expires_soon']],
  ['29 days left', 'hk', { validFrom: '2016-12-30', validUntil: '2026-12-30' }, ['validUntil expires_soon']],
  ['30 days left', 'hk', { validFrom: '2016-12-31', validUntil: '2026-12-31' }, []],
  ['10 years less a day', 'hk', { validUntil: '2030-05-03' }, []],
  ['10 years less two days', 'hk', { validUntil: '2030-05-02' }, ['validUntil validity_unusual']],
  ['10 years and a day', 'hk', { validUntil: '2030-05-05' }, ['validUntil validity_unusual']],
  ['3 years', 'hk', { validFrom: '2024-05-04', validUntil: '2027-05-04' }, []],
  ['4 years', 'hk', { validFrom: '2024-05-04', validUntil: '2028-05-04' }, ['validUntil validity_unusual']],
  ['10 years of a Taiwan permit', 'tw', { validUntil: '2032-05-04' }, ['validUntil validity_unusual']],
  ['20 years of a resident ID card', 'cn', { validUntil: '2044-12-02' }, []],
  ['15 years of a resident ID card', 'cn', { validUntil: '2039-12-02' }, ['validUntil validity_unusual']],
  ['from 29 February 2020 to 1 March 2030', 'hk', { validFrom: '2020-02-29', validUntil: '2030-03-01' }, []],
  ['from 29 February 2020 to 28 February 2030', 'hk', { validFrom: '2020-02-29', validUntil: '2030-02-28' }, []],
  ['7 years of a passport', 'passport', { validUntil: '2027-05-04' }, []],
  ['5 years less a day of a residence permit', 'hkResident', { validUntil: '2028-01-09' }, []],
  [
    'a residence permit of August 2018',
    'hkResident',
    { validFrom: '2018-08-31', validUntil: '2028-08-31' },
    ['validFrom validity_unusual', 'validUntil validity_unusual'],
  ],
  ['HA of 9 July 2024', 'hk', { number: 'HA1234567', validFrom: '2024-07-09', validUntil: '2029-07-08' }, ['validFrom validity_unusual']],
  ['an 18-digit PR card of November 2023', 'prCard', { validFrom: '2023-11-30', validUntil: '2033-11-30' }, ['validFrom validity_unusual']],
  [
    'a 15-character PR card of November 2023',
    'prCard',
    { number: 'SAU310085010101', validFrom: '2023-11-30', validUntil: '2033-11-30' },
    [],
  ],
  ['a Latin name of other letters', 'passport', { latinName: 'ERIKA MILLER' }, ['latinName latin_differs']],
]

test.each(warned)('warned of: %s (%s)', (_why, example, change, warnings) => {
  expect(accepted(example, change).warnings).toEqual(warnings)
})

test('a card without an end is usual from the age of 46 on: issued on the 46th birthday, and the day before', () => {
  // 21+9+0+5+0+4+2+9+48+0+0+18+20+45+0+0+2 = 183, remainder 7: 5
  const change = { number: '310101198002290015', birth: '1980-02-29', validUntil: '' }
  expect(accepted('cn', { ...change, validFrom: '2026-03-01' })).toMatchObject({ validUntil: null, warnings: [] })
  expect(accepted('cn', { ...change, validFrom: '2026-02-28' }).warnings).toEqual(['validUntil validity_unusual'])
})

test('every warning code is given for some document', () => {
  expect(new Set(warned.flatMap(([, , , warnings]) => warnings.map((one) => one.split(' ')[1])))).toEqual(new Set(warningCodes))
})

test('a document is valid on its first day, which may be the day of the birth', () => {
  expect(accepted('hk', { validFrom: today, validUntil: '2036-12-01' })).toMatchObject({ validFrom: today, warnings: [] })
  expect(accepted('hk', { birth: '1990-01-01', validFrom: '1990-01-01' }).validFrom).toBe('1990-01-01')
})

test('a person of 120 years is accepted', () => {
  // 7+9+0+5+0+4+2+9+0+18+7+18+0+5+0+0+2 = 86, remainder 9: 3
  const change = { number: '110101190612010013', birth: '1906-12-01', validFrom: '2006-12-01', validUntil: '' }
  expect(accepted('cn', change)).toMatchObject({ birth: '1906-12-01', warnings: [] })
})

test('a form with everything wrong names one problem a field, in the order of the form', () => {
  const change = { country: 'XX', name: '1', latinName: 'é3', number: '1', birth: '1', validFrom: '1', validUntil: '1' }
  expect(problemsOf('passport', change)).toEqual([
    'country country_unknown',
    'name name_length',
    'latinName latin_characters',
    'number number_format',
    'birth date_unreal',
    'validFrom date_unreal',
    'validUntil date_unreal',
  ])
})

test('today must be a date, or nothing would ever expire', () => {
  expect(() => checkDocument(examples.cn, '')).toThrow(RangeError)
  expect(() => checkDocument(examples.cn, '2026-02-30')).toThrow('today must be a date YYYY-MM-DD, not "2026-02-30"')
})

test('every region has documents, and every document pages', () => {
  expect(new Set(regions.flatMap((region) => typesOf[region]))).toEqual(new Set(documentTypes))
  expect(documentTypes.map((type) => `${type}: ${pagesOf[type].join(', ')}`)).toEqual([
    'resident_id: front, back',
    'hk_mo_permit: info',
    'taiwan_permit: info',
    'residence_permit: front, back',
    'passport: info, entry_stamp',
    'foreign_pr_card: front, back',
  ])
})

test.each([
  ['11010519491231002X', '1****************X'],
  ['H12345678', 'H*******8'],
  ['12345678', '1******8'],
  ['SAU310085010101', 'S*************1'],
  ['AB12', 'A**2'],
  ['AB1', '***'],
  ['A', '*'],
  ['', ''],
])('%s is shown as %s', (number, masked) => {
  expect(maskNumber(number)).toBe(masked)
})
