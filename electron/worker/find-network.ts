import { createHash } from 'node:crypto'
import { sliceImages } from '#core/data/data-set.ts'
import { FormatError } from '#core/formats/format-error.ts'
import { findNetwork } from '#core/formats/registry.ts'
import { judgeAnswers } from '#core/importing/judge-answers.ts'
import { FORMAT_TOOLS } from '#files/format-tools.ts'
import type { DataCache } from './data-cache.ts'
import type { FindNetworkTask, JudgeAnswersTask, TaskResults } from './task-messages.ts'

/** Reads a file with weights, of which nothing is trusted, away from the thread that answers windows. */
export async function findNetworkIn({
  fileName,
  bytes,
}: FindNetworkTask): Promise<TaskResults['findNetwork']> {
  try {
    const { format, network } = await findNetwork(bytes, fileName, FORMAT_TOOLS)
    return { format: format.name, network, sha256: createHash('sha256').update(bytes).digest('hex') }
  } catch (error) {
    if (error instanceof FormatError) return { problem: error.message }
    throw error
  }
}

/** Reads test images with each answer to what a file leaves open. @throws DataError where images do not fit */
export async function judgeAnswersOf(
  { network, given, beside, dataSet }: JudgeAnswersTask,
  data: DataCache,
  report: (share: number) => void,
): Promise<TaskResults['judgeAnswers']> {
  const { test } = (await data.load(dataSet)).dataSet
  return judgeAnswers(network, sliceImages(test, 0, test.count), { given, beside, onProgress: report })
}
