// A linter that checks nothing always passes. So bin/lint/planted/ holds code that must be caught, marked on its line with
// «caught: plugin(rule)», and code that must pass. oxlint runs over all of it with this project's configuration and must report exactly the
// marks.
import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import house from './house.js'

const root = fileURLToPath(new URL('../../', import.meta.url))
const planted = join(root, 'bin/lint/planted')
const tree = mkdtempSync(join(tmpdir(), 'house-'))

afterAll(() => {
  rmSync(tree, { recursive: true, force: true })
})

type Plant = { path: string; code: string }

/** The files in a document's fenced blocks, each with its path. `// 41 times: x<n>` stands for 41 numbered lines. */
function plants(markdown: string): Plant[] {
  return [...markdown.matchAll(/^```tsx? (\S+)\n([\s\S]*?)^```$/gm)].map(([, path = '', code = '']) => ({
    path,
    code: code.replaceAll(/^ *\/\/ (\d+) times: (.*)$/gm, (_, times, line) =>
      Array.from({ length: Number(times) }, (__, n) => String(line).replaceAll('<n>', String(n))).join('\n'),
    ),
  }))
}

const documents = readdirSync(planted).filter((name) => name.endsWith('.md'))
const all = documents.flatMap((name) => plants(readFileSync(join(planted, name), 'utf8')))

/** The marks of a file, each as `path:line plugin(rule)`. */
function marks({ path, code }: Plant): string[] {
  return code.split('\n').flatMap((line, at) => {
    const rule = /\/\/ caught: (\S+)$/.exec(line)?.[1]
    return rule ? [`${path}:${at + 1} ${rule}`] : []
  })
}

type Report = {
  number_of_files: number
  diagnostics: { filename: string; code: string; message: string; labels: { span: { line: number } }[] }[]
}

/** Writes every file into an empty tree with this project's configuration, and runs oxlint there. */
function lint(): Report {
  for (const { path, code } of all) {
    mkdirSync(join(tree, dirname(path)), { recursive: true })
    writeFileSync(join(tree, path), code)
  }
  for (const file of ['.oxlintrc.json', 'tsconfig.json', 'package.json']) cpSync(join(root, file), join(tree, file))
  mkdirSync(join(tree, 'bin/lint'), { recursive: true })
  for (const file of readdirSync(join(root, 'bin/lint')))
    if (file.endsWith('.js')) cpSync(join(root, 'bin/lint', file), join(tree, 'bin/lint', file))
  symlinkSync(join(root, 'node_modules'), join(tree, 'node_modules'), 'junction')
  const bin = join(root, 'node_modules/oxlint/bin/oxlint')
  try {
    return JSON.parse(
      execFileSync(process.execPath, [bin, '-f', 'json', ...all.map(({ path }) => path)], { cwd: tree, encoding: 'utf8' }),
    ) as Report
  } catch (error) {
    return JSON.parse((error as { stdout: string }).stdout) as Report
  }
}

const report = lint()

test('every planted violation is reported on its line, and nothing else', () => {
  const seen = report.diagnostics.map(({ filename, code, labels }) => `${filename}:${labels[0]?.span.line ?? 0} ${code}`)
  expect(report.number_of_files).toBe(all.length)
  expect(seen.toSorted()).toEqual(all.flatMap(marks).toSorted())
})

test('every lint rule has a planted violation and a document', () => {
  const caught = all.flatMap(marks).join('\n')
  for (const rule of Object.keys(house.rules)) {
    expect(caught, rule).toContain(`house(${rule})`)
    expect(documents).toContain(`${rule}.md`)
  }
})

test('every message of a lint rule says where the code belongs', () => {
  const ours = report.diagnostics.filter(({ code }) => code.startsWith('house('))
  expect(ours.length).toBeGreaterThan(20)
  for (const { message } of ours) expect(message).toMatch(/\. [A-Z][^.]+ .+|: .+\.$/)
})
