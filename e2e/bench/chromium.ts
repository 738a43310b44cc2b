import { browser } from '#bin/browser.js'

/** A Chromium's program, found or installed, and what it must be started with where only root works, as in a container. */
export async function chromium(): Promise<{ program: string; flags: string[] }> {
  return { program: await browser(), flags: process.getuid?.() === 0 ? ['--no-sandbox'] : [] }
}
