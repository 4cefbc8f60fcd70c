import type { Workbench } from '#backend/workbench.ts'
import { type KeepEvery, WorkbenchError } from '#contract/types.ts'
import { Random } from '#core/random/random.ts'
import type { Recipe } from '#core/recipe/recipe.ts'

export interface BusyOptions {
  readonly recipe: Recipe
  readonly seed: number
  readonly operations: number
  /** Trainings among them. */
  readonly trainings: number
}

/** A program that trains, lists, edits, deletes, brings back and thins runs of a store, whosever they are. */
export class BusyProgram {
  /** Runs that it has started. */
  readonly started: string[] = []
  /** Runs that it has heard of by events alone. */
  readonly heard = new Set<string>()
  /** Calls that were refused, by their error's code: the other program was faster. */
  readonly refused = new Map<string, number>()
  readonly #workbench: Workbench
  readonly #ended = new Set<string>()
  #hasChanged = Promise.withResolvers<undefined>()

  constructor(workbench: Workbench) {
    this.#workbench = workbench
    workbench.subscribe({
      runChanged: ({ id, status }) => {
        this.heard.add(id)
        if (status === 'completed' || status === 'stopped') this.#ended.add(id)
        this.#hasChanged.resolve(undefined)
        this.#hasChanged = Promise.withResolvers()
      },
    })
  }

  /** Does its work and waits for its trainings. @throws what is no refusal */
  async work({ recipe, seed, operations, trainings }: BusyOptions): Promise<void> {
    const random = new Random(seed)
    const every = Math.floor(operations / trainings)
    for (let k = 0; k < operations; k++) {
      try {
        if (k % every === 0 && this.started.length < trainings) await this.#start(recipe, random)
        else await this.#act(random, k)
      } catch (error) {
        if (!(error instanceof WorkbenchError) || !['conflict', 'not-found'].includes(error.code)) throw error
        this.refused.set(error.code, (this.refused.get(error.code) ?? 0) + 1)
      }
    }
    await this.waitFor(() => this.started.every((id) => this.#ended.has(id)))
  }

  /** Waits until events have made something true. */
  async waitFor(isTrue: () => boolean): Promise<void> {
    while (!isTrue()) await this.#hasChanged.promise
  }

  async #start(recipe: Recipe, random: Random): Promise<void> {
    const keepEvery: KeepEvery = [1, 3, null][random.integer(3)]!
    const { id } = await this.#workbench.api.runs.start({ recipe, keepEvery })
    this.started.push(id)
  }

  async #act(random: Random, k: number): Promise<void> {
    const { api } = this.#workbench
    const runs = await api.runs.list()
    if (runs.length === 0) return
    const { id } = runs[random.integer(runs.length)]!
    switch (random.integer(5)) {
      case 0:
        return api.runs.edit({
          runIds: [id],
          changes: { addTags: [`tag ${k % 20}`], isStarred: k % 2 === 0 },
        })
      case 1:
        return api.runs.rename({ runId: id, name: `renamed ${k}` })
      case 2:
        // Stops one of its own that trains.
        await api.runs.delete({ runIds: [id] })
        return api.runs.restore({ runIds: [id] })
      case 3:
        await api.runs.thin({ runIds: [id], keepEvery: 2 })
        return
      default:
        await api.runs.getEpochs({ runIds: runs.map((run) => run.id) })
    }
  }
}
