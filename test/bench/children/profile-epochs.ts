import { Session, type Profiler } from 'node:inspector/promises'
import type { Recipe } from '#core/recipe/recipe.ts'
import { EpochTimer, loadMnist, readJob, reply, startTraining } from './child-support.ts'

/** A child process that says in which functions the epochs of a training spend their time, on one thread. */
export interface ProfileEpochsJob {
  readonly recipe: Recipe
  readonly epochs: number
}

export interface EpochProfile {
  /** Seconds of an epoch. */
  readonly epochSeconds: number
  /** Milliseconds of an epoch in each function itself, by its name. */
  readonly ms: Readonly<Record<string, number>>
  /** Nanoseconds of one cycle of the processor as it ran. */
  readonly cycleNs: number
}

/** Cycles of an exclusive or and a multiplication that wait for each other. */
const CHAIN_CYCLES = 4

function measureCycleNs(): number {
  const times: number[] = []
  for (let round = 0; round < 5; round++) {
    const startedAt = performance.now()
    let x = 1
    for (let i = 0; i < 3e7; i++) x = Math.imul(x ^ i, 0x9e3779b1)
    // Used, so that the loop is not left out.
    times.push(((performance.now() - startedAt) * 1e6) / (3e7 * CHAIN_CYCLES) + (x & 0))
  }
  return Math.min(...times)
}

/** Time in each function itself, in milliseconds. */
function addUp({ nodes, samples = [], timeDeltas = [] }: Profiler.Profile): Record<string, number> {
  const names = new Map(nodes.map(({ id, callFrame }) => [id, callFrame.functionName]))
  const ms: Record<string, number> = {}
  samples.forEach((id, i) => {
    const name = names.get(id)?.split('/').at(-1) ?? ''
    ms[name] = (ms[name] ?? 0) + timeDeltas[i]! / 1000
  })
  return ms
}

const { recipe, epochs } = readJob() as ProfileEpochsJob
const timer = new EpochTimer(startTraining(recipe, await loadMnist(), 1))
// The warm-up: after it the loops are compiled.
for (let epoch = 0; epoch < 3; epoch++) timer.run()
const session = new Session()
session.connect()
await session.post('Profiler.enable')
await session.post('Profiler.setSamplingInterval', { interval: 200 })
await session.post('Profiler.start')
let seconds = 0
for (let epoch = 0; epoch < epochs; epoch++) {
  const { trainSeconds, evaluateSeconds } = timer.run()
  seconds += trainSeconds + evaluateSeconds
}
const { profile } = await session.post('Profiler.stop')
timer.close()
const ms = addUp(profile)
for (const name in ms) ms[name]! /= epochs
reply({ epochSeconds: seconds / epochs, ms, cycleNs: measureCycleNs() } satisfies EpochProfile)
