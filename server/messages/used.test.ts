// Every sentence is said somewhere. A key that is asked for and missing does not compile (the types of next-intl come from the
// English files); one that nobody asks for any more is found here. The check is generous: a key counts as used when a file
// that opens its namespace has the rest of it as a text, or as a template or a variable where the last word may be anything.
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { messagesOf } from './messages.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
type Tree = { [key: string]: string | Tree }

const flat = (tree: Tree, prefix = ''): string[] =>
  Object.entries(tree).flatMap(([key, value]) => (typeof value === 'string' ? [prefix + key] : flat(value, `${prefix}${key}.`)))

const literal = (text: string) => text.replaceAll(/[.\\^$*+?()[\]{}|]/g, String.raw`\$&`)
const anyWord = '[^.]+'

/** Patterns of the keys that a file may ask for. */
function askedFor(code: string): string[] {
  const namespaces = [...code.matchAll(/(?:use|get)Translations\(\s*'([^']*)'|namespace: '([^']*)'/g)].map(
    (match) => match[1] ?? match[2] ?? '',
  )
  const texts = [...code.matchAll(/'([A-Za-z_][\w.-]*)'|`([^`\s]*)`/g)].map((match) => match[1] ?? match[2] ?? '')
  const keys = texts.map((text) =>
    text
      .split(/\$\{[^}]*\}/)
      .map(literal)
      .join(anyWord),
  )
  if (/\bt\w*(\.\w+)?\([a-z][\w.]*[,)]/.test(code)) keys.push(anyWord)
  return [
    ...namespaces.flatMap((name) => keys.map((key) => `${literal(name)}\\.${key}`)),
    ...keys.filter((key) => key.includes('.') && key !== anyWord),
  ]
}

function unused(keys: readonly string[], files: readonly string[]): string[] {
  const patterns = new RegExp(`^(?:${[...new Set(files.flatMap(askedFor))].join('|')})$`)
  return keys.filter((key) => !patterns.test(key))
}

const source = ['app', 'server', 'bin'].flatMap((top) =>
  readdirSync(`${root}/${top}`, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.(tsx?|js)$/.test(path) && !/\.test\.tsx?$/.test(path))
    .map((path) => readFileSync(`${root}/${top}/${path}`, 'utf8')),
)

test('a sentence that nobody says is found', () => {
  const page = "const t = await getTranslations('shell')\nt('skip')\nt(`themes.${theme}`)"
  expect(unused(['shell.skip', 'shell.themes.dark', 'shell.gone', 'pages.skip'], [page])).toEqual(['shell.gone', 'pages.skip'])
})

test('every sentence is said somewhere', () => {
  const keys = flat(messagesOf('en'))
  expect(keys.length).toBeGreaterThan(200)
  expect(unused(keys, source)).toEqual([])
})
