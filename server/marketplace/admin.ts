import { parseArgs } from 'node:util'
import { z } from 'zod'
import { enterRate } from '#server/fx/index.ts'
import { createStaff } from '#server/people/index.ts'
import { keysInUse, type KeyUse, rotateSecret } from '#server/secrets/index.ts'
import { type StaffRole, staffRoles } from '#server/platform/actor.ts'
import { env } from '#server/platform/env.ts'
import { type Locale, locales } from '#server/platform/locale.ts'
import { orMistake, peopleCommands } from './admin-people.ts'
import { createMarketplace, marketplaces } from './credentials/create-marketplace.ts'
import { createKey, endKey, keysOf, type MadeKey, rotateKey } from './credentials/keys.ts'
import { Mistake, operator } from './credentials/mistake.ts'
import { addSecret, endSecret, secretsOf } from './credentials/secrets.ts'
import { type KeyScope, scopes } from './gate/key.ts'

type Options = Readonly<Record<string, string | undefined>>
type Command = {
  /** Options that must be given, and those that may, as they stand in the help. */
  readonly needs: readonly string[]
  readonly takes?: readonly string[]
  readonly does: string
  readonly run: (given: Options) => Promise<string>
}

const text = (options: Options, name: string) => options[name] ?? ''

const commands: Readonly<Record<string, Command>> = {
  'marketplace create': {
    needs: ['slug', 'name'],
    takes: ['zone'],
    does: 'makes a marketplace; its days are those of --zone (default Asia/Shanghai)',
    run: async (given) => {
      const wish = { slug: text(given, 'slug'), name: text(given, 'name'), timeZone: given.zone ?? 'Asia/Shanghai' }
      await createMarketplace(wish)
      return `marketplace ${wish.slug} made; next: key create and secret add`
    },
  },
  'marketplace list': {
    needs: [],
    does: 'names the marketplaces',
    run: async () => lines(await marketplaces(), ({ slug, name, timeZone }) => `${slug}\t${name}\t${timeZone}`),
  },
  'key create': {
    needs: ['marketplace'],
    takes: ['scopes', 'label', 'rate'],
    does: 'makes a key; --scopes events:write,read (default both), --rate requests a minute',
    run: async (given) => {
      const rate = given.rate === undefined ? {} : { requestsPerMinute: wholeNumber('rate', given.rate) }
      return made(
        await createKey(text(given, 'marketplace'), {
          scopes: listOf('scopes', given.scopes, scopes),
          label: text(given, 'label'),
          ...rate,
        }),
      )
    },
  },
  'key list': {
    needs: ['marketplace'],
    does: 'names a marketplace’s keys, revoked ones too; tokens are never shown again',
    run: async (given) =>
      lines(await keysOf(text(given, 'marketplace')), ({ id, scopes, label, createdAt, revokedAt }) =>
        [id, scopes.join(','), label || '-', `made ${createdAt}`, revokedAt ? `revoked ${revokedAt}` : 'live'].join('\t'),
      ),
  },
  'key rotate': {
    needs: ['key'],
    does: 'makes a second key like this one; the old one lives until you revoke it',
    run: async (given) =>
      `${made(await rotateKey(text(given, 'key')))}\nthe old key still works: when the new one is in use, key revoke --key ${text(given, 'key')}`,
  },
  'key revoke': {
    needs: ['key'],
    does: 'ends a key within a second',
    run: async (given) => {
      await endKey(text(given, 'key'))
      return `key ${text(given, 'key')} revoked`
    },
  },
  'secret add': {
    needs: ['marketplace'],
    does: 'makes a signing secret; two may live at once',
    run: async (given) => {
      const { id, secret } = await addSecret(text(given, 'marketplace'))
      return `secret ${id}\n${secret}\nshown this once`
    },
  },
  'secret list': {
    needs: ['marketplace'],
    does: 'names a marketplace’s signing secrets by number, retired ones too',
    run: async (given) =>
      lines(
        await secretsOf(text(given, 'marketplace')),
        ({ id, createdAt, retiredAt }) => `${id}\tmade ${createdAt}\t${retiredAt ? `retired ${retiredAt}` : 'live'}`,
      ),
  },
  'secret retire': {
    needs: ['secret'],
    does: 'ends a signing secret, by its number, within a second',
    run: async (given) => {
      const left = await endSecret(wholeNumber('secret', text(given, 'secret')))
      return `secret ${text(given, 'secret')} retired${left === 0 ? '; none is live now, so posting is refused until you add one' : ''}`
    },
  },
  'secret rotate': {
    needs: [],
    does: 'seals everything anew under PORTAL_SECRET while PORTAL_SECRET_PREVIOUS holds the earlier one, and says what still needs that',
    run: async () => {
      const done: string[] = []
      const sealed = await rotateSecret((text) => done.push(text))
      return [...done, `${sealed} values sealed anew`, stillNeeded(await keysInUse())].join('\n')
    },
  },
  'staff create': {
    needs: ['marketplace', 'email', 'name'],
    takes: ['roles', 'locale'],
    does: `invites somebody to a marketplace’s staff; --roles of ${staffRoles.join(',')} (default admin), --locale of ${locales.join(',')}`,
    run: async (given) => {
      const roles = given.roles === undefined ? (['admin'] as const) : listOf('roles', given.roles, staffRoles)
      const [locale = 'zh-CN'] = listOf<Locale>('locale', given.locale, locales)
      const [marketplace, email, name] = [text(given, 'marketplace'), text(given, 'email'), text(given, 'name')]
      const invited = await orMistake(createStaff(operator, { marketplace, email, name, locale, roles }), {
        not_found: `there is no marketplace ${marketplace}`,
        already_invited: 'an invitation to the staff of another marketplace is open for this address',
      })
      return `invited; the link works once:\n${env().PORTAL_URL}${invited.path}`
    },
  },
  ...peopleCommands,
}

const help = [
  'npm run admin -- <command>, with DATABASE_URL and PORTAL_SECRET of the installation',
  '',
  ...Object.entries(commands).map(([name, { needs, takes = [], does }]) =>
    [`  ${name}`, ...needs.map((one) => ` --${one} …`), ...takes.map((one) => ` [--${one} …]`), `\n      ${does}`].join(''),
  ),
  '  rate USD CNY 7.1234 --source …',
  '      what one unit is worth in the other currency now; sellers are shown a total in one currency by it for a day',
  '  clock [+3d]',
  '      the demo only: moves its clock forward, and its marketplace posts what falls due',
].join('\n')

/**
 * One command of the operator.
 * @param args what stands behind `npm run admin --`
 * @returns what to print, and the exit code: 0 done, 1 refused, 2 not understood
 */
export async function admin(args: readonly string[]): Promise<{ code: 0 | 1 | 2; print: string }> {
  if (args.length === 0 || args[0] === 'help' || args.includes('--help')) return { code: 0, print: help }
  if (args[0] === 'rate') return rate(args.slice(1))
  const name = args.slice(0, 2).join(' ')
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (!command) return { code: 2, print: `there is no command ${name}\n\n${help}` }
  try {
    return { code: 0, print: await command.run(read(args.slice(2), command)) }
  } catch (error) {
    if (error instanceof Mistake) return { code: 1, print: error.message }
    if (error instanceof TypeError && 'code' in error) return { code: 2, print: error.message } // parseArgs
    if (error instanceof z.ZodError) return { code: 1, print: 'the e-mail address is none' }
    throw error
  }
}

/** The only command whose words have places: as one says a rate. */
async function rate(args: readonly string[]): Promise<{ code: 0 | 1 | 2; print: string }> {
  const usage = 'Usage: npm run admin -- rate USD CNY 7.1234 --source "where it was read"'
  const [base = '', quote = '', value = '', option, source = '', ...rest] = args
  if (option !== '--source' || rest.length > 0) return { code: 2, print: usage }
  const problem = await enterRate({ base, quote, value, source })
  return problem === null ? { code: 0, print: `1 ${base} = ${value} ${quote}, from ${source}` } : { code: 1, print: problem }
}

function read(args: readonly string[], { needs, takes = [] }: Command): Options {
  const options = Object.fromEntries([...needs, ...takes].map((one) => [one, { type: 'string' as const }]))
  const { values } = parseArgs({ args: [...args], options, strict: true, allowPositionals: false })
  const missing = needs.filter((one) => !values[one])
  if (missing.length > 0) throw new Mistake(`missing: ${missing.map((one) => `--${one}`).join(' ')}`)
  return values
}

function stillNeeded({ sealed, queued, undos, passwords, recoveryCodes, apiKeys }: KeyUse): string {
  const needs = [
    sealed > 0 && `${sealed} sealed values: run this again`,
    queued > 0 && `${queued} jobs that wait: they go once they have run`,
    undos > 0 && `${undos} links that undo a change of credentials: they lapse within days`,
    passwords > 0 && `${passwords} passwords: each is kept anew when its person signs in; without it they ask for a link by mail`,
    recoveryCodes > 0 && `recovery codes of ${recoveryCodes} people: without it they make new ones`,
    apiKeys > 0 && `${apiKeys} API keys: change them over by key rotate; without it they are refused`,
  ].filter((line) => line !== false)
  return needs.length === 0
    ? 'nothing needs the previous secret any more: remove PORTAL_SECRET_PREVIOUS and restart every process'
    : ['the previous secret is still needed by', ...needs.map((line) => `  ${line}`)].join('\n')
}

const made = ({ id, token }: MadeKey) => `key ${id}\n${token}\nshown this once`

const lines = <Row>(rows: readonly Row[], line: (row: Row) => string) => (rows.length > 0 ? rows.map(line).join('\n') : 'none')

function wholeNumber(name: string, given: string): number {
  if (!/^[1-9][0-9]{0,8}$/.test(given)) throw new Mistake(`--${name} is a whole number above zero`)
  return Number(given)
}

/** A comma-separated choice of words; all of them where nothing was given. */
function listOf<Word extends KeyScope | StaffRole | Locale>(
  name: string,
  given: string | undefined,
  words: readonly Word[],
): readonly Word[] {
  const chosen = given === undefined ? words : words.filter((word) => given.split(',').includes(word))
  if (given !== undefined && chosen.length !== given.split(',').length) throw new Mistake(`--${name} is one or more of ${words.join(',')}`)
  return chosen
}
