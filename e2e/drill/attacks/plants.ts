import type { Sql } from 'postgres'
import type { Story } from './run.ts'

/** A mistake planted as a trigger in the database of a correct portal, and the story whose result must contain `felt`. */
type Plant = {
  readonly name: string
  readonly table: string
  readonly event: 'update' | 'delete'
  readonly body: string
  readonly story: Story
  readonly felt: string
}

const oneCode = 'a cookie and one code read over the shoulder'
const reset = 'a new password by mail'

/** Each disables one change that ends a thief's access. */
export const plants: readonly Plant[] = [
  {
    name: 'a new password leaves invitations open',
    table: 'invitations',
    event: 'update',
    body: 'new.withdrawn_at := null; return new;',
    story: { start: oneCode, tries: ['invite an accomplice, who comes later'], answer: reset },
    felt: 'an invitation',
  },
  {
    name: 'a new password leaves links to another address',
    table: 'links',
    event: 'delete',
    body: `if old.kind = 'email' then return null; end if; return old;`,
    story: { start: oneCode, tries: ['ask for another address, and confirm it later'], answer: reset },
    felt: 'a link to another address',
  },
  {
    name: 'a new password leaves sessions',
    table: 'sessions',
    event: 'delete',
    body: 'return null;',
    story: { start: 'a cookie, ten minutes after the second factor', tries: ['nothing'], answer: reset },
    felt: 'a session',
  },
  {
    name: 'a proof is not used up',
    table: 'totp_factors',
    event: 'update',
    body: 'new.last_counter := 0; return new;',
    story: { start: oneCode, tries: ['use one code for several acts at once'], answer: reset },
    felt: 'one proof opened several acts',
  },
  {
    name: 'a removed member stays',
    table: 'members',
    event: 'delete',
    body: 'return null;',
    story: { start: 'a cookie, just after the second factor', tries: ['nothing'], answer: 'removed by the partner' },
    felt: 'a session',
  },
]

/** Plants a mistake while `work` runs. @returns the result of `work` */
export async function withPlant<T>(owner: Sql<{ bigint: bigint }>, { table, event, body }: Plant, work: () => Promise<T>): Promise<T> {
  await owner.unsafe(`
    create function planted() returns trigger language plpgsql as $$ begin ${body} end $$;
    create trigger a_planted before ${event} on ${table} for each row execute function planted();`)
  try {
    return await work()
  } finally {
    await owner.unsafe(`drop trigger a_planted on ${table}; drop function planted()`)
  }
}
