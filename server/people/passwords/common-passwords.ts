let list: Promise<ReadonlySet<string>> | undefined

/** Guessed first where the lists of the west don't look: 我爱你一生一世, 爱你, and what hands write on a keyboard's rows. */
const alsoCommon = [
  'woaini1314',
  'woaini520',
  'woaini521',
  'woaini123',
  'wo5201314',
  '5201314520',
  '1314520520',
  'a5201314',
  '7758521521',
  'qq123456',
  'qq123456789',
  'aini1314',
  'woaiwojia',
  'woaiwoziji',
  'zxcvbnm123',
  '1qaz2wsx3edc',
  'q1w2e3r4t5y6',
  'asd123456',
  'abc123456',
  'admin123456',
]

/** The packaged list of common passwords (24,000 and more, lower case), read at the first need. */
export function commonPasswords(): Promise<ReadonlySet<string>> {
  return (list ??= import('./common-passwords.json', { with: { type: 'json' } }).then(
    ({ default: { lines } }) => new Set([...lines.flatMap((line) => line.split(' ')), ...alsoCommon]),
  ))
}
