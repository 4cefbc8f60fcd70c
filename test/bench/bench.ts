import { writeFile } from 'node:fs/promises'
import { measureAccuracy } from './accuracy.ts'
import { measureAugmentation } from './augmentation-bench.ts'
import { measureGrowth } from './growth.ts'
import { measureImport } from './import-bench.ts'
import { measureLatency } from './latency.ts'
import { measureLearn } from './learn-bench.ts'
import { describeMachine, machineMarkdown } from './machine.ts'
import { readArguments, type SectionName } from './options.ts'
import { measurePad } from './pad-bench.ts'
import { findPeers } from './peers.ts'
import { measureProfile } from './profile.ts'
import { measureScaling } from './scaling.ts'
import type { Section } from './section.ts'
import { measureSpeed, type SpeedOptions } from './speed.ts'
import { measureStarts } from './starts-bench.ts'
import { measureStore } from './store-bench.ts'

/** `npm run bench`: measures, says on the error output how far it is, and prints the report. */

const given = readArguments(process.argv.slice(2))
const log = (line: string): void => console.error(line)

const measure: Readonly<Record<SectionName, (options: SpeedOptions) => Promise<Section>>> = {
  speed: measureSpeed,
  scaling: measureScaling,
  growth: measureGrowth,
  accuracy: measureAccuracy,
  latency: measureLatency,
  starts: measureStarts,
  profile: measureProfile,
  store: measureStore,
  import: measureImport,
  learn: measureLearn,
  pad: measurePad,
  augmentation: measureAugmentation,
}

async function run(): Promise<void> {
  const peers = given.usePeers ? await findPeers() : { pythons: new Map<string, string>(), missing: [] }
  for (const line of peers.missing) log(line)

  const sections: Section[] = []
  for (const name of given.sections) sections.push(await measure[name]({ ...given, peers, log }))

  const machine = describeMachine(
    Object.assign({}, ...sections.map(({ versions }) => versions)) as Record<string, string>,
  )
  const report =
    ['# Speed', machineMarkdown(machine), ...sections.map(({ markdown }) => markdown)].join('\n\n') + '\n'
  if (given.out !== undefined) await writeFile(given.out, report)
  if (given.isJson) {
    const data = Object.fromEntries(sections.map((section) => [section.name, section.data]))
    console.log(JSON.stringify({ machine, ...data }))
  } else {
    console.log(report)
  }
}

try {
  await run()
} catch (error) {
  log(`bench: ${error instanceof Error ? error.message : String(error)}`)
  process.exitCode = 1
}
