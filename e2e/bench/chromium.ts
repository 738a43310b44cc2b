import { browser } from '#bin/browser.js'

/** Finds or installs Chromium. @returns its path, and the flags that it needs to run as root, as in a container */
export async function chromium(): Promise<{ program: string; flags: string[] }> {
  return { program: await browser(), flags: process.getuid?.() === 0 ? ['--no-sandbox'] : [] }
}
