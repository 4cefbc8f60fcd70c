import type { DropoutKeys } from '../../layers/dropout.ts'
import type { EngineRecipe, PassResult } from '../engine.ts'
import type { EngineThreads, ThreadState } from './engine-threads.ts'
import { KernelMemory } from './kernel-memory.ts'
import { instantiateKernels, type Kernels } from './load-kernels.ts'
import { type NetworkMemory, type NetworkPlan, layOutNetwork } from './network-memory.ts'
import type { NetFields } from './structures.ts'
import { ThreadChoice } from './thread-choice.ts'
import type { WasmData } from './wasm-data.ts'
import type { WasmModule } from './web-assembly.ts'

/** Jobs of the kernels; see kernels/index.ts. */
export const JOB = { exit: 0, train: 1, evaluate: 2, stepOnStored: 3, trainDirect: 4 } as const

/** Examples after those at work whose rows are touched early, at most. */
export const LOOK_AHEAD = 64

export interface KernelNetworkOptions {
  readonly plan: Omit<NetworkPlan, 'threads' | 'lookAhead'>
  readonly module: WasmModule
  readonly threads: EngineThreads | undefined
}

/** A network in the kernels' memory, the kernels that work on it, and the threads that run them. */
export class KernelNetwork {
  readonly memory: KernelMemory
  readonly kernels: Kernels
  readonly addresses: NetworkMemory
  /** All threads together. */
  readonly threads: number
  readonly #recipe: EngineRecipe
  readonly #threadChoice: ThreadChoice | undefined
  /** What tells the state of each thread beside the caller's. */
  readonly #beside: (() => ThreadState)[] = []
  #areAllReady = false
  /** What the kernels were told last: where the inputs lie, and of which kind the pass is. */
  #source: NetFields | undefined
  #passOf: number | undefined

  /** @throws RangeError where there is not enough memory */
  constructor({ plan, module, threads }: KernelNetworkOptions) {
    const count = threads?.count ?? 1
    this.threads = count
    if (count > 1 && threads?.now) this.#threadChoice = new ThreadChoice(threads.now)
    this.#recipe = plan.recipe
    this.memory = new KernelMemory(count > 1)
    this.addresses = layOutNetwork(this.memory, { ...plan, threads: count, lookAhead: LOOK_AHEAD })
    const { memory } = this.memory
    this.kernels = instantiateKernels(module, memory)
    this.kernels.writeConstants()
    for (let thread = 1; thread < count; thread++) {
      const stateOf = threads?.start({ module, memory, net: this.addresses.net.address, thread })
      if (stateOf) this.#beside.push(stateOf)
    }
    this.addresses.net.set('threads', this.#team())
  }

  /** A view of floats in memory, until more memory is given out. @param address in bytes */
  floats(address: number, count: number): Float32Array {
    return this.memory.f32.subarray(address / 4, address / 4 + count)
  }

  set(fields: NetFields): void {
    this.addresses.net.setAll(fields)
  }

  /**
   * Describes a step of training.
   * @param source where its inputs lie
   * @param m examples of its mini-batch
   */
  describeStep(source: NetFields, m: number, dropout: DropoutKeys): void {
    const team = this.#team()
    this.addresses.net.set('threads', this.#threadChoice && !this.#threadChoice.begin() ? 1 : team)
    this.#setSource(source)
    this.#setPass(m)
    this.#recipe.layers.forEach((layer, k) => {
      if (layer.dropout === 0) return
      this.addresses.layers[k]!.setAll({ dropoutKey1: dropout[2 * k], dropoutKey2: dropout[2 * k + 1] })
    })
  }

  /** Describes a pass that evaluates. */
  describeEvaluation(source: NetFields): void {
    this.#threadChoice?.pause()
    if (!this.#areAllReady) this.addresses.net.set('threads', this.#team())
    this.#setSource(source)
    this.#setPass(0)
  }

  /**
   * Describes the examples of the next job.
   * @param order of the examples, from the first on; what follows `count` of them comes after
   * @param firstExample place of the first in its mini-batch
   */
  takeExamples({ x }: WasmData, order: Uint32Array, count: number, firstExample = 0): void {
    const { net, layers, order: address, rows } = this.addresses
    this.memory.i32.set(order, address / 4)
    if (x && rows !== undefined) {
      const { inputSize } = this.#recipe
      const stride = layers[0]!.get('belowStride')
      order.subarray(0, count).forEach((index, i) => {
        this.memory.f32.set(x.subarray(index * inputSize, (index + 1) * inputSize), (rows + i * stride) / 4)
      })
    }
    net.setAll({ examples: count, ordered: order.length, firstExample })
  }

  run(job: (typeof JOB)[keyof typeof JOB]): void {
    const { net } = this.addresses
    net.set('job', job)
    try {
      this.kernels.run(net.address)
    } catch (error) {
      // The others would wait for this thread, which may itself have given up waiting for one of them.
      this.kernels.fail(net.address)
      throw this.#failure() ?? error
    }
  }

  /** Adds what the last job found for its first `m` examples. */
  addResult(result: PassResult, m: number): void {
    const { losses, hits } = this.addresses
    const { f32, u8 } = this.memory
    for (let i = 0; i < m; i++) {
      result.lossSum += f32[losses / 4 + i]!
      result.correct += u8[hits + i]!
    }
  }

  /** Ends the threads. */
  close(): void {
    this.addresses.net.set('threads', this.threads)
    this.run(JOB.exit)
  }

  /** How many threads can work: all once all are ready, else the caller's alone. @throws Error where one failed */
  #team(): number {
    const failure = this.#failure()
    if (failure) throw failure
    this.#areAllReady = this.#beside.every((stateOf) => stateOf() === 'ready')
    return this.#areAllReady ? this.threads : 1
  }

  /** Why a thread beside the caller's has failed. */
  #failure(): Error | undefined {
    return this.#beside.map((stateOf) => stateOf()).find((state) => state instanceof Error)
  }

  #setSource(fields: NetFields): void {
    if (fields === this.#source) return
    this.#source = fields
    this.set(fields)
  }

  /** @param m examples of the mini-batch; 0: the pass evaluates */
  #setPass(m: number): void {
    if (m === this.#passOf) return
    this.#passOf = m
    const usesBatchStatistics = Number(m > 1)
    this.set({
      isTraining: Number(m > 0),
      usesBatchStatistics,
      movesStatistics: usesBatchStatistics,
      unbiased: m / (m - 1),
      inverseExamples: 1 / m,
    })
  }
}
