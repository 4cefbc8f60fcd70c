import type { LabelledImages, PartName } from '../data/data-set.ts'
import type { Engine, EngineData, PassResult } from '../engine/engine.ts'
import type { EvaluationMetrics } from '../runs/epoch-metrics.ts'

/** Images that are evaluated at a time, at least. */
const CHUNK = 100

type EvaluatedPart = Exclude<PartName, 'train'>

interface PartEvaluation {
  readonly part: EvaluatedPart
  readonly data: EngineData
  done: number
  result: PassResult
}

/** The metrics of validation and test part after an epoch, taken in slices. A part of size 0 is left out. */
export class EpochEvaluation {
  readonly #engine: Engine
  readonly #parts: PartEvaluation[]

  /** @throws DataError when the images' pixels are not the network's inputs */
  constructor(engine: Engine, parts: Record<EvaluatedPart, LabelledImages>) {
    this.#engine = engine
    this.#parts = (['validation', 'test'] as const)
      .filter((part) => parts[part].count > 0)
      .map((part) => ({
        part,
        data: engine.prepare(parts[part]),
        done: 0,
        result: { lossSum: 0, correct: 0 },
      }))
  }

  /** Forgets what was measured, for the next epoch. */
  begin(): void {
    for (const evaluation of this.#parts) {
      evaluation.done = 0
      evaluation.result = { lossSum: 0, correct: 0 }
    }
  }

  /** Whether everything is measured. */
  get isDone(): boolean {
    return this.#parts.every(({ done, data }) => done >= data.count)
  }

  /**
   * Measures some more images. Sums are made in chunks that do not depend on the slices: a sum's last bit follows
   * from its order.
   */
  advance(maxExamples: number): void {
    const evaluation = this.#parts.find(({ done, data }) => done < data.count)
    if (!evaluation) return
    const { data, result } = evaluation
    const end = Math.min(data.count, evaluation.done + maxExamples)
    while (evaluation.done < end) {
      const to = Math.min(data.count, evaluation.done + CHUNK)
      const { lossSum, correct } = this.#engine.evaluate(data, evaluation.done, to)
      result.lossSum += lossSum
      result.correct += correct
      evaluation.done = to
    }
  }

  /** The prepared images of a part, undefined where it is left out. */
  dataOf(part: EvaluatedPart): EngineData | undefined {
    return this.#parts.find((evaluation) => evaluation.part === part)?.data
  }

  /** What was measured. */
  get metrics(): EvaluationMetrics {
    const of = (part: EvaluatedPart): { loss: number; correct: number; total: number } | undefined => {
      const found = this.#parts.find((evaluation) => evaluation.part === part)
      if (!found) return undefined
      const total = found.data.count
      return { loss: found.result.lossSum / total, correct: found.result.correct, total }
    }
    const validation = of('validation')
    const test = of('test')
    return {
      validationLoss: validation?.loss ?? null,
      validationAccuracy: validation ? validation.correct / validation.total : null,
      testLoss: test?.loss ?? null,
      testCorrect: test?.correct ?? null,
      testTotal: test?.total ?? null,
    }
  }
}
