import { parseArgs } from 'node:util'
import { z } from 'zod'
import { enterRate } from '#server/fx/index.ts'
import { createStaff } from '#server/people/index.ts'
import { keysInUse, type KeyUse, rotateSecret } from '#server/secrets/index.ts'
import { type StaffRole, staffRoles } from '#server/platform/actor.ts'
import { env } from '#server/platform/env.ts'
import { type Locale, locales } from '#server/platform/locale.ts'
import { explainRefusal, peopleCommands } from './admin-people.ts'
import { createMarketplace, marketplaces } from './credentials/create-marketplace.ts'
import { createKey, endKey, keysOf, type MadeKey, rotateKey } from './credentials/keys.ts'
import { CommandError, operator } from './credentials/operator.ts'
import { addSecret, endSecret, secretsOf } from './credentials/secrets.ts'
import { type KeyScope, scopes } from './gate/key.ts'

type Options = Readonly<Record<string, string | undefined>>
type Command = {
  /** Required options, and optional ones, as the help shows them. */
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
    does: 'creates a marketplace; --zone: time zone of its days (default Asia/Shanghai)',
    run: async (given) => {
      const wish = { slug: text(given, 'slug'), name: text(given, 'name'), timeZone: given.zone ?? 'Asia/Shanghai' }
      await createMarketplace(wish)
      return `marketplace ${wish.slug} created; next: key create and secret add`
    },
  },
  'marketplace list': {
    needs: [],
    does: 'lists the marketplaces',
    run: async () => lines(await marketplaces(), ({ slug, name, timeZone }) => `${slug}\t${name}\t${timeZone}`),
  },
  'key create': {
    needs: ['marketplace'],
    takes: ['scopes', 'label', 'rate'],
    does: 'creates an API key; --scopes events:write,read (default both), --rate: requests a minute',
    run: async (given) => {
      const rate = given.rate === undefined ? {} : { requestsPerMinute: wholeNumber('rate', given.rate) }
      return describeKey(
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
    does: 'lists a marketplace’s API keys, revoked ones too, without their tokens',
    run: async (given) =>
      lines(await keysOf(text(given, 'marketplace')), ({ id, scopes, label, createdAt, revokedAt }) =>
        [id, scopes.join(','), label || '-', `created ${createdAt}`, revokedAt ? `revoked ${revokedAt}` : 'active'].join('\t'),
      ),
  },
  'key rotate': {
    needs: ['key'],
    does: 'creates a second key with the same scopes and rate; the old one works until you revoke it',
    run: async (given) =>
      `${describeKey(await rotateKey(text(given, 'key')))}\nthe old key still works; once the new one is in use: key revoke --key ${text(given, 'key')}`,
  },
  'key revoke': {
    needs: ['key'],
    does: 'revokes an API key; it is refused within a second',
    run: async (given) => {
      await endKey(text(given, 'key'))
      return `key ${text(given, 'key')} revoked`
    },
  },
  'secret add': {
    needs: ['marketplace'],
    does: 'creates a signing secret; a marketplace may have two active ones',
    run: async (given) => {
      const { id, secret } = await addSecret(text(given, 'marketplace'))
      return `secret ${id}\n${secret}\nkeep it: it is not shown again`
    },
  },
  'secret list': {
    needs: ['marketplace'],
    does: 'lists a marketplace’s signing secrets by number, retired ones too',
    run: async (given) =>
      lines(
        await secretsOf(text(given, 'marketplace')),
        ({ id, createdAt, retiredAt }) => `${id}\tcreated ${createdAt}\t${retiredAt ? `retired ${retiredAt}` : 'active'}`,
      ),
  },
  'secret retire': {
    needs: ['secret'],
    does: 'retires a signing secret, by its number; its signatures are refused within a second',
    run: async (given) => {
      const left = await endSecret(wholeNumber('secret', text(given, 'secret')))
      return `secret ${text(given, 'secret')} retired${left === 0 ? '; no secret is active now, so posting is refused until you add one' : ''}`
    },
  },
  'secret rotate': {
    needs: [],
    does: 're-encrypts everything under PORTAL_SECRET, while PORTAL_SECRET_PREVIOUS is the former one, and lists what still needs the former one',
    run: async () => {
      const done: string[] = []
      const sealed = await rotateSecret((text) => done.push(text))
      return [...done, `${sealed} values re-encrypted`, keysStillNeeded(await keysInUse())].join('\n')
    },
  },
  'staff create': {
    needs: ['marketplace', 'email', 'name'],
    takes: ['roles', 'locale'],
    does: `invites a person to a marketplace’s staff; --roles: some of ${staffRoles.join(',')} (default admin); --locale: one of ${locales.join(', ')}`,
    run: async (given) => {
      const roles = given.roles === undefined ? (['admin'] as const) : listOf('roles', given.roles, staffRoles)
      const [locale = 'zh-CN'] = listOf<Locale>('locale', given.locale, locales)
      const [marketplace, email, name] = [text(given, 'marketplace'), text(given, 'email'), text(given, 'name')]
      const invited = await explainRefusal(createStaff(operator, { marketplace, email, name, locale, roles }), {
        not_found: `unknown marketplace: ${marketplace}`,
        already_invited: 'this address has an open invitation to the staff of another marketplace',
      })
      return `invited; this link works once:\n${env().PORTAL_URL}${invited.path}`
    },
  },
  ...peopleCommands,
}

const help = [
  'usage: npm run admin -- <command>, with DATABASE_URL and PORTAL_SECRET of the installation',
  '',
  ...Object.entries(commands).map(([name, { needs, takes = [], does }]) =>
    [`  ${name}`, ...needs.map((one) => ` --${one} …`), ...takes.map((one) => ` [--${one} …]`), `\n      ${does}`].join(''),
  ),
  '  rate USD CNY 7.1234 --source …',
  '      enters an exchange rate; for a day sellers see a total in one currency by it',
  '  clock [+3d]',
  '      demo only: moves the clock forward; the demo’s marketplace posts the events that fall due',
].join('\n')

/**
 * Runs one command of the operator.
 * @param args the arguments after `npm run admin --`
 * @returns what to print, and the exit code: 0 done, 1 refused, 2 usage error
 */
export async function admin(args: readonly string[]): Promise<{ code: 0 | 1 | 2; print: string }> {
  if (args.length === 0 || args[0] === 'help' || args.includes('--help')) return { code: 0, print: help }
  if (args[0] === 'rate') return rate(args.slice(1))
  const name = args.slice(0, 2).join(' ')
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (!command) return { code: 2, print: `unknown command: ${name}\n\n${help}` }
  try {
    return { code: 0, print: await command.run(read(args.slice(2), command)) }
  } catch (error) {
    if (error instanceof CommandError) return { code: 1, print: error.message }
    if (error instanceof TypeError && 'code' in error) return { code: 2, print: error.message } // parseArgs
    if (error instanceof z.ZodError) return { code: 1, print: 'invalid e-mail address' }
    throw error
  }
}

/** `rate` is the only command with positional arguments: 1 USD is 7.1234 CNY. */
async function rate(args: readonly string[]): Promise<{ code: 0 | 1 | 2; print: string }> {
  const usage = 'usage: npm run admin -- rate USD CNY 7.1234 --source "name of the source"'
  const [base = '', quote = '', value = '', option, source = '', ...rest] = args
  if (option !== '--source' || rest.length > 0) return { code: 2, print: usage }
  const problem = await enterRate({ base, quote, value, source })
  return problem === null ? { code: 0, print: `1 ${base} = ${value} ${quote}, source: ${source}` } : { code: 1, print: problem }
}

function read(args: readonly string[], { needs, takes = [] }: Command): Options {
  const options = Object.fromEntries([...needs, ...takes].map((one) => [one, { type: 'string' as const }]))
  const { values } = parseArgs({ args: [...args], options, strict: true, allowPositionals: false })
  const missing = needs.filter((one) => !values[one])
  if (missing.length > 0) throw new CommandError(`missing option: ${missing.map((one) => `--${one}`).join(' ')}`)
  return values
}

function keysStillNeeded({ sealed, queued, undos, passwords, recoveryCodes, apiKeys }: KeyUse): string {
  const needs = [
    sealed > 0 && `${sealed} encrypted values: run this command again`,
    queued > 0 && `${queued} queued jobs: wait until they have run`,
    undos > 0 && `${undos} links that undo a change of credentials: they expire within days`,
    passwords > 0 &&
      `${passwords} password hashes: each is replaced when its person signs in; without the former secret they must ask for a link by e-mail`,
    recoveryCodes > 0 && `recovery codes of ${recoveryCodes} people: without the former secret they must make new ones`,
    apiKeys > 0 && `${apiKeys} API keys: replace them by key rotate; without the former secret they are refused`,
  ].filter((line) => line !== false)
  return needs.length === 0
    ? 'nothing needs the former secret any longer: remove PORTAL_SECRET_PREVIOUS and restart every process'
    : ['the former secret is still needed by:', ...needs.map((line) => `  ${line}`)].join('\n')
}

const describeKey = ({ id, token }: MadeKey) => `key ${id}\n${token}\nkeep it: it is not shown again`

const lines = <Row>(rows: readonly Row[], line: (row: Row) => string) => (rows.length > 0 ? rows.map(line).join('\n') : 'none')

function wholeNumber(name: string, given: string): number {
  if (!/^[1-9][0-9]{0,8}$/.test(given)) throw new CommandError(`--${name} must be a whole number above zero`)
  return Number(given)
}

/** A comma-separated list of allowed words; all of them where the option is absent. */
function listOf<Word extends KeyScope | StaffRole | Locale>(
  name: string,
  given: string | undefined,
  words: readonly Word[],
): readonly Word[] {
  const chosen = given === undefined ? words : words.filter((word) => given.split(',').includes(word))
  if (given !== undefined && chosen.length !== given.split(',').length)
    throw new CommandError(`--${name} must be one or more of ${words.join(',')}`)
  return chosen
}
