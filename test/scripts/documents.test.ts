import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const ROOMS = '{core,electron,renderer,resources,scripts,test,docs,.ci}'

/** Files and folders of the project, each with a slash in front; folders end in one. */
const PATHS = globSync([`${ROOMS}/**`, '*.{md,ts,json,yml}'], { cwd: ROOT, withFileTypes: true }).map(
  (entry) => {
    const path = `${entry.parentPath}/${entry.name}`.replaceAll('\\', '/').slice(ROOT.length - 1)
    return entry.isDirectory() ? `${path}/` : path
  },
)

/** What a document says of files: names in code with an ending, and folders. A name may leave out the first folders. */
function listNamedFiles(text: string): string[] {
  const words = [...text.matchAll(/`([^`\s]+)`/g)].map(([, word]) => word!)
  const links = [...text.matchAll(/\]\(([^)#:\s]+)\)/g)].map(([, link]) => link!)
  return [...new Set([...words, ...links])].filter(
    (word) => /^[.\w/-]+(\.(ts|js|vue|json|md|py|html|yml)|\/)$/.test(word) && !word.startsWith('/'),
  )
}

/** Named, but made by the program, by a build or from another project. */
const ELSEWHERE = new Set([
  'dist/',
  'recent-stores.json',
  'network.py',
  'network2.py',
  'core/engine/wasm/compiled.js',
  'core/engine/wasm/compiled-pairs.js',
  'core/formats/html/page-script.js',
  'electron/made/',
])

describe.each(['ARCHITECTURE.md', 'CONTRIBUTING.md', 'README.md', 'docs/robustness.md', 'docs/security.md'])(
  '%s',
  (document) => {
    const named = listNamedFiles(readFileSync(`${ROOT}${document}`, 'utf8'))

    it('names files, all of which are there', () => {
      expect(named.length).toBeGreaterThan(3)
      const missing = named.filter(
        (name) => !ELSEWHERE.has(name) && !PATHS.some((path) => path.endsWith(`/${name}`)),
      )
      expect(missing).toEqual([])
    })
  },
)

describe('the table of docs/security.md', () => {
  /** Point, where it is kept, and test. */
  const rows = [
    ...readFileSync(`${ROOT}docs/security.md`, 'utf8').matchAll(/^\| (\d+\. .+?) +\| (.+?) +\| (.+?) +\|$/gm),
  ]
  const tests = globSync('test/**/*.test.ts', { cwd: ROOT })
    .map((file) => readFileSync(`${ROOT}${file}`, 'utf8'))
    .join('\n')

  it("has all points of Electron's checklist, in their order", () => {
    expect(rows.map(([, point]) => Number.parseInt(point!, 10))).toEqual(
      Array.from({ length: 20 }, (_, index) => index + 1),
    )
  })

  it('and what stands beside it name tests that are there', () => {
    const titles = [
      ...readFileSync(`${ROOT}docs/security.md`, 'utf8').matchAll(/: _([^_]+?)(?: …)?_|, _([^_]+?)(?: …)?_/g),
    ]
    expect(titles.length).toBeGreaterThan(15)
    for (const [, first, next] of titles) expect(tests).toContain(first ?? next)
  })

  it.each(rows.map(([, point, , test]) => [point, test] as const))(
    '%s: names tests that are there',
    (_, test) => {
      // In italics is a test's title or its beginning; else the row names the one above, or says why there is none.
      const titles = [...test!.matchAll(/_([^_]+?)(?: …)?_/g)].map(([, title]) => title!)
      if (!/^(the same|none)/.test(test!)) expect(titles).not.toEqual([])
      for (const title of titles) expect(tests).toContain(title)
    },
  )
})
