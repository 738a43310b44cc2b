import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { node } from '#bin/child.js'
import { install } from '#bin/install.js'
import { dataFolder } from '#bin/root.js'
import { type StorePaths, storePaths } from '#server/platform/paths.ts'
import { chromium } from './chromium.ts'
import { median } from './load.ts'
import type { Bench, Figure, Measure } from './measure.ts'
import { seller, signInAsOwner } from './session.ts'

const pages: readonly [name: string, address: (to: StorePaths) => string][] = [
  ['overview', (to) => to.overview()],
  ['releases', (to) => to.releases()],
  ['activity', (to) => to.activity(seller.currency)],
]
const folder = fileURLToPath(new URL('lighthouse', import.meta.url))
/** Folder for the newest report of each page; https://googlechrome.github.io/lighthouse/viewer shows them. */
const reports = path.join(dataFolder, 'bench/lighthouse')
const categories = ['performance', 'accessibility', 'best-practices'] as const

/** Lighthouse's result for one page in one round: scores from 0 to 100, and the failed audits. */
export type Scores = Readonly<Record<(typeof categories)[number], number>> & { readonly faults: readonly string[] }

/** The parts of Lighthouse's report that are used. Scores are from 0 to 1; null means that an audit does not apply. */
export type Report = {
  categories: Readonly<Record<string, { score: number | null; auditRefs: readonly { id: string; weight: number }[] }>>
  audits: Readonly<Record<string, { title: string; score: number | null; displayValue?: string }>>
}

/**
 * Runs Lighthouse with its defaults (phone, slow network, slow processor) on pages with a session. Performance is the lowest of the
 * pages' medians over the rounds; accessibility and best practices are the lowest score of all rounds.
 */
export const lighthouse: Measure = async (bench) => {
  await install(folder, 'Installing Lighthouse')
  const { cookie, store } = await signInAsOwner(bench)
  const rounds: Scores[][] = pages.map(() => [])
  for (let round = 0; round < bench.size.rounds; round++)
    for (const [at, [page, address]] of pages.entries()) {
      const scores = scoresOf(await reportOf(bench, { page, path: address(storePaths(store)) }, cookie))
      rounds[at]?.push(scores)
      bench.note(`lighthouse ${page}: ${categories.map((name) => `${name} ${scores[name]}`).join(', ')}`)
      for (const fault of scores.faults) bench.note(`  ${fault}`)
    }
  const lowest = (name: (typeof categories)[number]) => Math.min(...rounds.flat().map((scores) => scores[name]))
  const performance = Math.min(...rounds.map((ofPage) => median(ofPage.map((scores) => scores.performance))))
  const figure = (name: string, value: number): Figure => ({ name, value, unit: 'of 100', reference: null, ratio: null })
  return [
    figure('lighthouse', performance),
    figure('lighthouse-accessibility', lowest('accessibility')),
    figure('lighthouse-best-practices', lowest('best-practices')),
  ]
}

async function reportOf({ portal }: Bench, { page, path: address }: { page: string; path: string }, cookie: string): Promise<Report> {
  const { program, flags } = await chromium()
  fs.mkdirSync(reports, { recursive: true })
  const file = path.join(reports, `${page}.json`)
  const options = [
    `--only-categories=${categories.join(',')}`,
    `--extra-headers=${JSON.stringify({ cookie })}`,
    `--chrome-flags=${['--headless=new', ...flags].join(' ')}`,
    ...['--output=json', `--output-path=${file}`, '--quiet', '--no-enable-error-reporting'],
  ]
  const script = path.join(folder, 'node_modules/lighthouse/cli/index.js')
  const { code, output } = await node([script, `${portal.credentials.url}${address}`, ...options], { env: { CHROME_PATH: program } })
  if (code !== 0) throw new Error(`Lighthouse ended with ${code}: ${output}`)
  return JSON.parse(fs.readFileSync(file, 'utf8')) as Report
}

/** The scores and failed audits of a report. @throws Error if a category has no score, because the page could not be loaded */
export function scoresOf({ categories: found, audits }: Report): Scores {
  const score = (name: string) => {
    const given = found[name]?.score
    if (given === null || given === undefined) throw new Error(`Lighthouse gave no score for ${name}`)
    return Math.round(given * 100)
  }
  const faults = categories.flatMap((name) =>
    (found[name]?.auditRefs ?? []).flatMap(({ id, weight }) => {
      const audit = audits[id]
      if (!audit || weight === 0 || audit.score === null || audit.score >= (name === 'performance' ? 0.9 : 1)) return []
      return [`${name}: ${id} (${audit.displayValue ?? audit.title})`]
    }),
  )
  return {
    performance: score('performance'),
    accessibility: score('accessibility'),
    'best-practices': score('best-practices'),
    faults,
  }
}
