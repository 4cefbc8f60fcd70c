import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { answerOf, findTorch, TORCH_FOLDER, torchAnswers } from '../core/formats/torch-files.ts'
import { findPython } from './find-python.ts'

const run = promisify(execFile)
const SCRIPT = path.join(TORCH_FOLDER, '../make-pytorch.py')

const python = await findPython('torch, numpy')

describe.skipIf(python === undefined)(
  'files that PyTorch writes now (where a Python with torch is found)',
  () => {
    let folder: string
    beforeAll(async () => {
      folder = await mkdtemp(path.join(tmpdir(), 'backprop-torch-'))
      await run(python!, [SCRIPT, folder])
    })
    afterAll(() => rm(folder, { recursive: true, force: true }))

    it.each(Object.keys(torchAnswers()))('%s answers as it does there', async (fileName) => {
      const expected = torchAnswers(folder)[fileName]!
      answerOf(await findTorch(fileName, folder)).forEach((output, k) =>
        expect(output).toBeCloseTo(expected[k]!, 6),
      )
    })
  },
)
