import { spawn, spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import postgres from 'postgres'

/** The reference of `events-batch`: `pgbench -N -c 8 -j 2` in a scratch database on the same server as the portal's database. */
export class Pgbench {
  private constructor(
    private readonly program: string,
    private readonly url: URL,
  ) {}

  /**
   * Finds pgbench, or fetches Debian's package, and fills a scratch database.
   * @param superuserUrl an address on the server to measure, whose role may create databases
   * @param kept folder for the fetched program
   * @throws Error that says what is missing and how to get it
   */
  static async prepare(superuserUrl: string, kept: string): Promise<Pgbench> {
    const program = find(kept) ?? fetchDebian(kept)
    const url = new URL(superuserUrl)
    url.pathname = '/portal_pgbench'
    const sql = postgres(superuserUrl, { max: 1, onnotice: () => {} })
    await sql.unsafe('drop database if exists portal_pgbench with (force)')
    await sql.unsafe('create database portal_pgbench')
    await sql.end()
    const bench = new Pgbench(program, url)
    await bench.run(['-i', '-q', '-s', '10'])
    return bench
  }

  /** Runs pgbench for `seconds`. @returns transactions per second */
  async perSecond(seconds: number): Promise<number> {
    const output = await this.run(['-n', '-N', '-c', '8', '-j', '2', '-T', String(seconds)])
    const tps = /^tps = ([0-9.]+)/m.exec(output)?.[1]
    if (tps === undefined) throw new Error(`pgbench said nothing of its speed: ${output}`)
    return Number(tps)
  }

  private run(options: string[]): Promise<string> {
    const { hostname, port, username, password, pathname } = this.url
    const env = { ...process.env, PGPASSWORD: decodeURIComponent(password), LC_ALL: 'C' }
    const where = ['-h', hostname, '-p', port || '5432', '-U', decodeURIComponent(username), pathname.slice(1)]
    const child = spawn(this.program, [...options, ...where], { env })
    const parts: Buffer[] = []
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => parts.push(part))
    return new Promise((resolve, reject) => {
      child.on('error', reject)
      child.on('close', (code) => {
        const output = Buffer.concat(parts).toString()
        if (code === 0) resolve(output)
        else reject(new Error(`pgbench ended with ${code}: ${output}`))
      })
    })
  }
}

function find(kept: string): string | undefined {
  const debian = '/usr/lib/postgresql'
  const versions = fs.existsSync(debian) ? fs.readdirSync(debian).toSorted((a, b) => Number(b) - Number(a)) : []
  const there = [...versions.map((version) => `${debian}/${version}/bin/pgbench`), unpacked(kept)].find((file) => fs.existsSync(file))
  return there ?? (spawnSync('sh', ['-c', 'command -v pgbench'], { encoding: 'utf8' }).stdout.trim() || undefined)
}

const unpacked = (kept: string) => path.join(kept, 'usr/lib/postgresql/15/bin/pgbench')

/** Unpacks Debian's package without an installation, which would start a server of its own. */
function fetchDebian(kept: string): string {
  fs.mkdirSync(kept, { recursive: true })
  const script = `
    set -e
    dpkg -s libpq5 >/dev/null 2>&1 || { apt-get update && apt-get install -y --no-install-recommends libpq5; }
    apt-get download postgresql-15 || { apt-get update && apt-get download postgresql-15; }
    dpkg-deb --extract postgresql-15_*.deb .
    rm postgresql-15_*.deb`
  const fetched = spawnSync('sh', ['-c', script], { cwd: kept, encoding: 'utf8' })
  if (fetched.status !== 0 || !fs.existsSync(unpacked(kept))) {
    const last = (fetched.stderr ?? '').trim().split('\n').at(-1) ?? ''
    throw new Error(
      `There is no pgbench here, and Debian's could not be fetched (${last}). Install the package postgresql-15, or postgresql-contrib.`,
    )
  }
  return unpacked(kept)
}
