import fs from 'node:fs'
import path from 'node:path'
import { run } from './process.ts'

export type Postmaster = { pid: number; port: number; ready: boolean }

/** Reads the pid file of the server in `folder`; undefined if there is none. It may be stale. */
export function postmaster(folder: string): Postmaster | undefined {
  let lines: string[]
  try {
    lines = fs.readFileSync(path.join(folder, 'data', 'postmaster.pid'), 'utf8').split('\n')
  } catch {
    return undefined
  }
  const pid = Number(lines[0])
  return pid > 0 ? { pid, port: Number(lines[3] ?? 0), ready: lines[7]?.trim() === 'ready' } : undefined
}

/** Whether the process is a server on this folder, by its command line: a stale process id may belong to another program. */
export function isServer(pid: number, folder: string): boolean {
  try {
    const command =
      process.platform === 'linux'
        ? fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
        : run('ps', ['-o', 'command=', '-p', String(pid)]).stdout
    return command.includes(`-D ${path.join(folder, 'data')}`)
  } catch {
    return false
  }
}
