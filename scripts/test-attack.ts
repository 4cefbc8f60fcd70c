import { spawnSync } from 'node:child_process'
import { parseArgs } from 'node:util'
import { root } from './root.ts'

/*
 * `npm run test:attack -- [COUNT] [--seed N] [FILE…]`: the attacks of test/attack, each with COUNT attempts, by default
 * all of its own; FILE is a part of a test's path, as for vitest.
 */
const { values, positionals } = parseArgs({
  options: { seed: { type: 'string', default: '1' } },
  allowPositionals: true,
})
const isWhole = (text: string): boolean => /^\d+$/.test(text)
const count = positionals.find(isWhole) ?? 'all'
const files = positionals.filter((text) => !isWhole(text))
if (!isWhole(values.seed)) {
  console.error(`--seed: expected a whole number, got '${values.seed}'`)
  process.exitCode = 2
} else {
  const tests = files.map((file) => (file.includes('/') ? file : `test/attack/${file}`))
  const { status } = spawnSync(
    process.execPath,
    [
      `${root}node_modules/vitest/vitest.mjs`,
      ...['run', '--project', 'long'],
      ...(tests.length > 0 ? tests : ['test/attack']),
    ],
    {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, BACKPROP_ATTACK_COUNT: count, BACKPROP_ATTACK_SEED: values.seed },
    },
  )
  process.exitCode = status ?? 1
}
