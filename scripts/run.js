// Runs a TypeScript file of the project: `node scripts/run.js scripts/start.ts …`. Plain JavaScript, so that an
// older Node can still say what is wrong.
import module from 'node:module'
import process, { argv, exit, features, stderr, version } from 'node:process'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { resolve } from 'node:path'

if (!features.typescript) {
  stderr.write(
    `This needs Node 24, and this is Node ${version.slice(1)}. 'npm ci' brings the right one for npm's own commands: ` +
      `start with 'npm start'. If that is what you did, 'npm rebuild node' repairs it.\n`,
  )
  exit(1)
}
// What is compiled, and read as JavaScript, is kept: the next start is quicker and takes less memory.
process.env.NODE_COMPILE_CACHE ??= fileURLToPath(new URL('../node_modules/.cache/compile', import.meta.url))
module.enableCompileCache(process.env.NODE_COMPILE_CACHE)

const { ensureMade } = await import('./ensure-made.ts')
await ensureMade()
argv.splice(1, 1)
argv[1] = resolve(argv[1])
await import(pathToFileURL(argv[1]).href)
