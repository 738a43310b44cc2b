// @ts-check
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { apt, debianRoot } from './apt.js'
import { node } from './child.js'
import { bin } from './test-runner.js'
import { Advice, say, step } from './cli-output.js'

const commands = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome']
const applications = ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/Applications/Chromium.app/Contents/MacOS/Chromium']

/**
 * Finds a Chromium for the browser tests, or installs one. Also installs a font with Chinese characters if there is none.
 * @returns {Promise<string>} path of its executable
 */
export async function browser() {
  await chineseFont()
  const found = installed() ?? (await own())
  if (found) return found
  if (debianRoot()) {
    await step('Installing Chromium (apt-get)', () => apt('chromium'))
    const now = installed()
    if (now) return now
  }
  await step('Downloading a Chromium (Playwright)', async () => {
    const { code, output } = await node([bin('@playwright/test', 'playwright'), 'install', 'chromium'])
    if (code !== 0) throw new Advice(`${output}\n${advice}`)
  })
  const downloaded = await own()
  if (!downloaded) throw new Advice(advice)
  return downloaded
}

const advice =
  'There is no browser for the tests. Install Chrome or Chromium (Debian: apt-get install chromium), or name one: CHROME_PATH=/path/to/chrome npm test'

function installed() {
  const named = process.env.CHROME_PATH
  if (named && !fs.existsSync(named)) throw new Advice(`CHROME_PATH is ${named}, which does not exist.`)
  if (named) return named
  const folders = (process.env.PATH ?? '').split(path.delimiter)
  const places = commands.flatMap((command) => folders.map((folder) => path.join(folder, command)))
  return [...places, ...applications].find((place) => fs.existsSync(place) && works(place))
}

/** Ubuntu's chromium-browser is a stub that only asks to install a snap. @param {string} program */
function works(program) {
  return spawnSync(program, ['--version', '--no-sandbox'], { encoding: 'utf8', timeout: 20_000 }).stdout?.includes('Chrom') ?? false
}

/** The browser that Playwright has downloaded, if any. */
async function own() {
  const { chromium } = await import('@playwright/test')
  const place = chromium.executablePath()
  return fs.existsSync(place) ? place : undefined
}

async function chineseFont() {
  if (process.platform !== 'linux') return // macOS and Windows include one
  const listed = spawnSync('fc-list', [':lang=zh'], { encoding: 'utf8' })
  if (listed.status === 0 && listed.stdout.trim() !== '') return
  if (debianRoot()) await step('Installing a Chinese font (apt-get)', () => apt('fonts-wqy-microhei', 'fontconfig'))
  else say('  No Chinese font is installed: screenshots will show boxes. On Debian: apt-get install fonts-wqy-microhei')
}
