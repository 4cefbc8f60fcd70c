import { createHash } from 'node:crypto'
import path from 'node:path'
import { build, type Plugin, type Rolldown } from 'vite'
import { listFiles } from './list-files.ts'
import { root } from './root.ts'

const entry = path.join(root, 'renderer/page/page.ts')

/** A page takes the theme of the reader's system, and shows no runs: what it does not need of the colours goes. */
const pageTokens: Plugin = {
  name: 'page-tokens',
  enforce: 'pre',
  transform(code, id) {
    if (!id.endsWith('tokens.css')) return null
    return systemTheme(code.replaceAll(/ *--run-\d+: [^;]*;\n/g, ''))
  },
}

/** @throws Error where the style sheet has no dark theme of that form */
function systemTheme(css: string): string {
  const themed = css.replace(
    /\n\.dark (\{[^}]*\})/,
    '\n@media screen and (prefers-color-scheme: dark) { :root $1 }',
  )
  if (themed === css) throw new Error('tokens.css: expected a rule for .dark, found none')
  return themed
}

export interface BuiltPage {
  /** Of the module that holds script and style sheet. */
  readonly source: string
  /** All files of the project that went into it, by their paths from its root. */
  readonly files: readonly string[]
}

/** Bundles the script and the style sheet of a page with a network inside. @throws Error with the bundler's message */
export async function buildPage(): Promise<BuiltPage> {
  const files = new Set<string>()
  const built = await build({
    root,
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    plugins: [pageTokens, listFiles(files)],
    build: {
      write: false,
      // Browsers of 2022 and later.
      target: 'es2022',
      minify: true,
      modulePreload: false,
      lib: { entry, formats: ['iife'], name: 'page', fileName: 'page' },
      rolldownOptions: { checks: { bundlerTimings: false } },
    },
  })
  const { output } = (Array.isArray(built) ? built[0] : built) as Rolldown.RolldownOutput
  const script = output.find((part) => part.type === 'chunk')!.code.trim()
  const style = String(output.find((part) => part.type === 'asset')!.source).trim()
  // An element of HTML ends where its end tag stands, whatever the script means by it.
  if (/<\/(script|style)|<!--/i.test(script + style))
    throw new Error('page: expected no tags within script or style')
  const texts = { PAGE_SCRIPT: script, PAGE_STYLE: style }
  const lines = Object.entries(texts).flatMap(([name, text]) => [
    `export const ${name} = ${JSON.stringify(text)}`,
    `export const ${name}_SHA256 = '${createHash('sha256').update(text).digest('base64')}'`,
  ])
  return { source: `${lines.join('\n')}\n`, files: [...files].sort() }
}
