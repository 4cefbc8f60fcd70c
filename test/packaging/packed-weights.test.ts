import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { WorkbenchConnection } from '#contract/rpc.ts'
import type { OpenedFile, SaveTarget } from '#contract/types.ts'
import { findNetwork } from '#core/formats/registry.ts'
import { FORMAT_TOOLS } from '#files/format-tools.ts'
import { answerOf, torchAnswers } from '../core/formats/torch-files.ts'
import { bootMain, type BootedMain } from '../electron-stand-in/boot.ts'
import { callBridge, connectThroughBridge } from '../electron-stand-in/bridge-connection.ts'
import { packForNode } from './pack.ts'

const KERAS = join(import.meta.dirname, '../fixtures/weights/keras')
const ANSWERS = torchAnswers(KERAS)

/** What reads weights in the packed application is in its bundles: no package is there to be loaded. */
describe('weights in the packed application', () => {
  let folder: string
  let main: BootedMain
  let choose: (call: string, request: unknown) => Promise<unknown>
  let workbench: WorkbenchConnection

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'packing-'))
    const archive = await packForNode(folder)
    main = await bootMain({ main: join(archive, 'dist/electron/main.js') })
    const { page } = await main.openedWindow()
    choose = (call, request) => callBridge(page, call, request)
    workbench = await connectThroughBridge(page)
  })
  afterAll(async () => {
    await main.close()
    await rm(folder, { recursive: true, force: true })
  })

  it.each(['batch-norm.h5', 'plain.keras'])(
    'of %s come in and go out, and answer as in Keras',
    async (name) => {
      const { api } = workbench
      main.desktop.openAnswer = [join(KERAS, name)]
      const request = { title: 'Import', extensions: ['h5', 'keras'], mayBeSeveral: false }
      const [opened] = (await choose('chooseFiles', request)) as [OpenedFile]
      const imported = await api.files.importFile({ fileId: opened.fileId, answers: {} })
      if (imported.kind !== 'network') throw new Error(`expected a network, got ${imported.kind}`)

      main.desktop.saveAnswer = (offered) => join(folder, offered)
      const { fileId } = (await choose('chooseSave', { suggestedName: 'net.safetensors' })) as SaveTarget
      await api.files.exportWeights({ fileId, runId: imported.run.id, format: 'safetensors' })
      const written = await findNetwork(
        new Uint8Array(await readFile(join(folder, 'net.safetensors'))),
        'net.safetensors',
        FORMAT_TOOLS,
      )
      answerOf(written).forEach((output, k) => expect(output).toBeCloseTo(ANSWERS[name]![k]!, 6))
    },
  )
})
