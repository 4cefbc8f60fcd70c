import { readFileSync } from 'node:fs'
import path from 'node:path'
import { createPredictor } from '#core/evaluation/predict.ts'
import { findNetwork, type FoundFile } from '#core/formats/registry.ts'
import { type ImportAnswers, settleNetwork } from '#core/importing/settle-network.ts'
import { FORMAT_TOOLS } from '#files/format-tools.ts'

/** Files as PyTorch, NumPy and pickle wrote them; `make-pytorch.py` beside the folder makes them. */
export const TORCH_FOLDER = path.join(import.meta.dirname, '../../fixtures/weights/pytorch')

/** Numbers from 0 to 1 in steps of 0.2, as the script has them. */
const IMAGE = Uint8Array.of(0, 51, 102, 153, 204, 255)

/** What PyTorch said of the image, by the names of the files. */
export const torchAnswers = (folder = TORCH_FOLDER): Record<string, number[]> =>
  (
    JSON.parse(readFileSync(path.join(folder, 'answers.json'), 'utf8')) as {
      answers: Record<string, number[]>
    }
  ).answers

export const torchBytes = (fileName: string, folder = TORCH_FOLDER): Uint8Array =>
  new Uint8Array(readFileSync(path.join(folder, fileName)))

/** Reads a file by its content alone. @throws FormatError */
export const findTorch = (fileName: string, folder?: string): Promise<FoundFile> =>
  findNetwork(torchBytes(fileName, folder), 'download', FORMAT_TOOLS)

/** What the network of a file says of the image. */
export function answerOf({ network }: FoundFile, answers: ImportAnswers = {}): number[] {
  const { recipe, parameters } = settleNetwork(network, answers)
  return [...createPredictor(recipe, parameters)(IMAGE)]
}
