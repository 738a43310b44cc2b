// Tailwind says nothing of a class that it doesn't know: a QR code stood on no white, a dialog on no shade. Here it is asked.
import { readdirSync, readFileSync } from 'node:fs'
import { compile } from 'tailwindcss'
import { expect, test } from 'vitest'

const sheet = readFileSync('app/globals.css', 'utf8')
  .replace(/@import 'tailwindcss'[^;]*;/, readFileSync('node_modules/tailwindcss/index.css', 'utf8'))
  .replace(/@source[^;]*;/, '')

/** The classes of these that make no style. */
async function unknown(classes: readonly string[]): Promise<string[]> {
  const tailwind = await compile(sheet)
  const made = new Set(
    [...tailwind.build([...classes]).matchAll(/\.((?:\\.|[\w-])+)/g)].map(([, name]) => name?.replaceAll(/\\(.)/g, '$1')),
  )
  return classes.filter((name) => !made.has(name))
}

/** What stands in quotes in a `className`, by the file that first says it. */
function named(): Map<string, string> {
  const found = new Map<string, string>()
  for (const file of readdirSync('app', { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.tsx')))
    for (const [, plain, braces = ''] of readFileSync(`app/${file}`, 'utf8').matchAll(/className=(?:"([^"]*)"|\{([^}]*)\})/g)) {
      const quoted = plain === undefined ? [...braces.matchAll(/(?:^|[^=] )'([^']*)'/g)].map(([, text = '']) => text) : [plain]
      for (const name of quoted.join(' ').split(/\s+/)) if (name && !found.has(name)) found.set(name, file)
    }
  return found
}

test('each class that a page names makes a style', async () => {
  const classes = named()
  expect(classes.size).toBeGreaterThan(200)
  expect((await unknown([...classes.keys()])).map((name) => `${name} in ${classes.get(name)}`)).toEqual([])
})

test('a colour that is no token makes none, and is found', async () => {
  expect(await unknown(['bg-white', 'bg-raised', 'backdrop:bg-black/40', 'text-small'])).toEqual(['bg-white', 'backdrop:bg-black/40'])
})
