let list: Promise<ReadonlySet<string>> | undefined

/** Common passwords that Western lists lack: numbers that sound like 我爱你一生一世, 爱你, and rows of the keyboard. */
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

/** The packaged list of common passwords (more than 24,000, lower case), read on first use. */
export function commonPasswords(): Promise<ReadonlySet<string>> {
  return (list ??= import('./common-passwords.json', { with: { type: 'json' } }).then(
    ({ default: { lines } }) => new Set([...lines.flatMap((line) => line.split(' ')), ...alsoCommon]),
  ))
}
