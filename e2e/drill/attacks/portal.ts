import { setTimeout as sleep } from 'node:timers/promises'
import postgres from 'postgres'
import { ownerClient } from '#db/client.ts'
import { freePort } from '#db/process.ts'
import { type SellerCentre, startSellerCentre } from '#db/test/oidc.ts'
import { env } from '#server/platform/env.ts'
import { Mailbox } from './mailbox.ts'

/** Starts a server on the port. @returns a function that stops it */
export type Serve = (port: number) => Promise<() => unknown>

/** A running portal with a marketplace's OpenID provider and a mailbox for all addresses. */
export class Portal {
  readonly #ends: (() => unknown)[] = []

  private constructor(
    /** The address at which the server listens; `origin` is the one that browsers use. */
    readonly url: string,
    readonly origin: string,
    readonly mailbox: Mailbox,
    readonly centre: SellerCentre,
    /** The database owner's connection, to prepare stories, age rows and plant mistakes. */
    readonly owner: ReturnType<typeof ownerClient>,
    readonly superuser: postgres.Sql,
  ) {}

  /**
   * Starts it on the database of DATABASE_URL, which must be migrated.
   * @param superuserUrl a superuser's address on the same database server
   * @param serve `serveHandlers`, or a function that starts the built portal
   */
  static async start(superuserUrl: string, serve: Serve): Promise<Portal> {
    const port = await freePort()
    const [origin, url] = [`http://localhost:${port}`, `http://127.0.0.1:${port}`]
    const [mailbox, centre] = [await Mailbox.open(), await startSellerCentre(origin)]
    const settings = {
      PORTAL_URL: origin,
      PORTAL_PROXIES: '1', // so that X-Forwarded-For gives each browser its own address
      SMTP_URL: mailbox.url,
      OIDC_ISSUER: centre.issuer,
      OIDC_CLIENT_ID: centre.clientId,
      OIDC_CLIENT_SECRET: centre.clientSecret,
      OIDC_MARKETPLACE: 'mall',
    }
    Object.assign(process.env, settings)
    const owner = ownerClient(2)
    await owner`insert into marketplaces (slug, name) values ('mall', 'Mall') on conflict do nothing`
    const superuser = postgres(Object.assign(new URL(superuserUrl), { pathname: new URL(env().DATABASE_URL).pathname }).href, {
      max: 1,
      onnotice: () => {},
    })
    const portal = new Portal(url, origin, mailbox, centre, owner, superuser)
    portal.onStop(await serve(port))
    return portal
  }

  /** Waits until no mail is left in the queue. @throws Error after a minute */
  async mailsArrive(): Promise<void> {
    const waiting = () => this.superuser`
      select 1 from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
      where t.identifier in ('mail.send', 'password.send-link', 'sellers.invite') and j.attempts < j.max_attempts limit 1`
    const until = Date.now() + 60_000
    while ((await waiting()).length > 0) {
      if (Date.now() > until) throw new Error('mails wait in the queue and are not sent')
      await sleep(5)
    }
  }

  /** Resets the rate limits, as if the attacker had waited long enough. */
  async wait(): Promise<void> {
    await this.owner`delete from throttles`
  }

  onStop(end: () => unknown): void {
    this.#ends.push(end)
  }

  async stop(): Promise<void> {
    for (const end of this.#ends.toReversed()) await end()
    await Promise.all([this.mailbox.close(), this.centre.stop(), this.owner.end({ timeout: 5 }), this.superuser.end({ timeout: 5 })])
  }
}
