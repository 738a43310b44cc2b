import postgres, { type ReservedSql, type Sql } from 'postgres'
import { roleUrl } from '#db/client.ts'
import type { LoginRole } from '#db/settings.ts'
import { randomOf } from '#demo/random.ts'
import { type Catalog, readCatalog, routinesOf } from './catalog.ts'
import { byDesign, type Context, mayChange } from './may-change.ts'
import { shadowed } from './shadows.ts'
import { calls, escalations, type Names, rowStatements, structureStatements, wishes } from './statements.ts'
import { differences, Watch } from './watch.ts'

/** A statement with an effect that the role must not have, and what it changed or saw. */
export type Breach = { readonly role: string; readonly context: string; readonly statement: string; readonly changed: readonly string[] }

/** `denied`: statements that Postgres refused. Each of the others had only permitted effects, or is a breach. */
export type Outcome = {
  readonly cases: number
  readonly denied: number
  readonly roles: readonly string[]
  readonly breaches: readonly Breach[]
}

type Plan = {
  /** The number of calls of each function. */
  readonly calls: number
  /** The share of statements on rows and tables to run, drawn from the seed; 1 for all. All other statements always run. */
  readonly share: number
  readonly seed: string
}

/**
 * Attacks the database by raw SQL as each login role of the portal, on the role's own connection: changes each column of each table,
 * alters tables, calls each function with other people's ids, takes on other roles, and shadows tables with temporary look-alikes.
 */
export async function attackDatabase(superuser: Sql, names: Names, plan: Plan): Promise<Outcome> {
  const catalog = await readCatalog(superuser)
  const watch = await Watch.begin(superuser, catalog.tables)
  const found: Found = { cases: 0, denied: 0, breaches: [] }
  try {
    for (const role of catalog.roles) await attackAs({ role, catalog, watch, superuser, names, plan, found })
  } finally {
    await watch.end()
  }
  return { ...found, roles: catalog.roles }
}

type Found = { cases: number; denied: number; breaches: Breach[] }
type Attack = {
  readonly role: string
  readonly catalog: Catalog
  readonly watch: Watch
  readonly superuser: Sql
  readonly names: Names
  readonly plan: Plan
  readonly found: Found
}

async function attackAs(attack: Attack): Promise<void> {
  const { role, catalog, superuser, names, plan } = attack
  const notices: string[] = []
  const client = postgres(roleUrl(role as LoginRole), { max: 1, onnotice: ({ message }) => notices.push(String(message)) })
  const sql = await client.reserve()
  try {
    const random = randomOf('attacks', plan.seed, role)
    const design = byDesign[role] ?? []
    const routines = (await routinesOf(superuser, role)).filter(({ name }) => !name.startsWith('drill.') && !design.includes(name))
    const called = routines.flatMap((routine) => calls(routine, names, random, plan.calls))
    const some = (statements: readonly string[]) => statements.filter(() => random.chance(plan.share))
    const rows = catalog.tables.flatMap((table) => rowStatements(table, names))
    const nobody = nobodyOf()
    for (const context of contextsOf(role, names)) await tryAll(attack, sql, context, [...some(rows), ...wishes(names), ...called])
    const ours = catalog.tables.filter(({ owner }) => owner !== role)
    await tryAll(attack, sql, nobody, some(ours.flatMap((table) => structureStatements(table, role))))
    await tryOutside(attack, sql, nobody, escalations(catalog, role))
    await trySeeing(attack, sql)
    await tryShadows(attack, sql, [...called, ...some(rows)], notices)
  } finally {
    sql.release()
    await client.end({ timeout: 5 })
  }
}

const nobodyOf = (): Context => ({ name: 'nobody', settings: {}, user: 0, seller: 0 })

/** Settings with which a role's statements run: none, the attacker's, the victim's, and settings of earlier versions that gave rights. */
function contextsOf(role: string, { thief, victim }: Names): Context[] {
  const of = (name: string, { user, seller }: { user: number; seller: number }): Context => {
    const settings = { 'app.user_id': String(user), 'app.actor_id': String(user), 'app.seller_id': String(seller) }
    return { name, settings, user, seller }
  }
  const doors = { name: 'old doors', settings: { 'app.gate': 'sign-in', 'app.job': 'sweep' }, user: 0, seller: 0 }
  return role === 'portal_people' ? [nobodyOf(), of('thief', thief), of('victim', victim), doors] : [nobodyOf(), doors]
}

/** Runs `work` in a transaction with these settings, and rolls it back. */
async function undone<T>(sql: ReservedSql, settings: Context['settings'], work: () => Promise<T>): Promise<T> {
  await sql`begin`
  try {
    for (const [name, value] of Object.entries(settings)) await sql`select set_config(${name}, ${value}, true)`
    return await work()
  } finally {
    await sql`rollback`
  }
}

async function tryAll({ role, watch, found }: Attack, sql: ReservedSql, context: Context, statements: readonly string[]): Promise<void> {
  const look = await watch.prepare(mayChange(role, context))
  const tried = await undone(sql, context.settings, () => watch.attempt(sql, statements, look))
  for (const [at, statement] of statements.entries()) {
    const changed = tried[at]
    found.cases++
    if (!changed) found.denied++
    else if (changed.length > 0) found.breaches.push({ role, context: context.name, statement, changed })
  }
}

/** Runs statements outside a transaction: some are refused inside one for another reason, and the effect of some outlives it. */
async function tryOutside(
  { role, watch, found }: Attack,
  sql: ReservedSql,
  context: Context,
  statements: readonly string[],
): Promise<void> {
  const look = await watch.prepare(mayChange(role, context))
  let before = await watch.state(look)
  for (const statement of statements) {
    found.cases++
    const isDone = await sql.unsafe(statement).then(
      () => true,
      () => false,
    )
    if (!isDone) {
      found.denied++
      continue
    }
    const after = await watch.state(look)
    const [who] = await sql<[{ user: string; session: string }]>`select current_user::text as user, session_user::text as session`
    const changed = [...differences(before, after), ...[who.user, who.session].filter((name) => name !== role)]
    if (changed.length > 0) found.breaches.push({ role, context: context.name, statement, changed })
    before = after
    await sql`discard temp`
    await sql`reset all`
  }
}

/** Records a breach if a role with the settings of one person and store sees rows of others. */
async function trySeeing({ role, catalog, names, found }: Attack, sql: ReservedSql): Promise<void> {
  if (role !== 'portal_people' && role !== 'portal_read') return
  const { user, seller } = names.thief
  for (const context of contextsOf('portal_people', names).slice(0, 2)) {
    for (const { schema, name, columns } of catalog.tables) {
      const has = (column: string) => columns.some((one) => one.name === column)
      const own = [
        has('user_id') && `user_id = ${user}`,
        has('seller_id') && `seller_id = ${seller}`,
        name === 'users' && `id = ${user}`,
        name === 'sellers' && `id = ${seller}`,
        name === 'challenges' && `session_id in (select id from public.sessions where user_id = ${user})`,
      ].filter(Boolean)
      if (own.length === 0) continue
      found.cases++
      const statement = `select 1 from ${schema}."${name}" where (${own.join(' or ')}) is not true`
      const rows = await undone(sql, context.settings, () => sql.unsafe(statement).catch(() => null))
      if (!rows) found.denied++
      else if (rows.length > 0) found.breaches.push({ role, context: context.name, statement, changed: [`${rows.length} rows seen`] })
    }
  }
}

/** Shadows tables after a grant of temporary objects, which PUBLIC has again in a restored database. */
async function tryShadows(attack: Attack, sql: ReservedSql, statements: readonly string[], notices: string[]): Promise<void> {
  const { role, catalog, superuser, found, names } = attack
  const [{ name }] = await superuser<[{ name: string }]>`select quote_ident(current_database()) as name`
  await superuser.unsafe(`grant temporary on database ${name} to ${role}`)
  try {
    const { settings } = contextsOf(role, names)[1] ?? nobodyOf()
    for (const how of ['views', 'tables'] as const) {
      const met = await undone(sql, settings, () => shadowed(sql, how, catalog.tables, statements, notices))
      found.cases += statements.length
      for (const { statement, by } of met.filter((one) => one.by !== role))
        found.breaches.push({ role, context: 'look-alikes', statement, changed: [`ran as ${by}`] })
    }
  } finally {
    await superuser.unsafe(`revoke temporary on database ${name} from ${role}`)
  }
}
