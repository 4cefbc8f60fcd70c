import { fetchEpochs } from '#contract/fetch-epochs.ts'
import type { WorkbenchApi } from '#contract/api.ts'
import type { RunDetail } from '#contract/types.ts'

/** A run and all its epochs. */
export async function readRun({ api }: { readonly api: WorkbenchApi }, runId: string): Promise<RunDetail> {
  const run = await api.runs.get({ runId })
  return { ...run, epochs: (await fetchEpochs(api, [runId])).get(runId) ?? [] }
}
