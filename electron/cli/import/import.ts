import path from 'node:path'
import { MOST_NETWORK_BYTES } from '#core/limits.ts'
import { layerSizes } from '#core/network/parameters.ts'
import { Output } from '../common/output.ts'
import { readInputFile } from '../common/read-input.ts'
import { type StoreOptions, withWorkbench } from '../common/session.ts'
import type { Terminal } from '../common/terminal.ts'

export interface ImportOptions extends StoreOptions {
  readonly json?: boolean
}

/** Reads a file with weights as a run that can be evaluated, asked and trained on. */
export async function importWeights(
  file: string,
  options: ImportOptions,
  terminal: Terminal,
): Promise<number> {
  const output = new Output(terminal, options.json === true)
  const bytes = readInputFile(file, MOST_NETWORK_BYTES)
  return withWorkbench(options, output, async (workbench) => {
    const run = await workbench.documents.importNetwork({ fileName: path.basename(file), bytes })
    const sizes = layerSizes(run.recipe)
    output.result(
      {
        event: 'imported',
        runId: run.id,
        name: run.name,
        sizes,
        weightsSha256: run.weightsSha256,
        unknownFields: run.unknownFields,
      },
      `Imported '${run.name}' (${sizes.join('-')}) as run ${run.id}`,
    )
    output.note(
      `What it was trained on and how is unknown; 'evaluate ${run.id} --data SET' measures it on a data set`,
    )
    return 0
  })
}
