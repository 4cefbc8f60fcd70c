import type { dataCalls } from '#contract/calls/data.ts'
import type { HandlersOf } from '#contract/define-calls.ts'
import type { DataExplorer } from './data-explorer.ts'
import type { DataLibrary } from './data-library.ts'

/** Carries out the calls on data sets. */
export function dataHandlers(library: DataLibrary, explorer: DataExplorer): HandlersOf<typeof dataCalls> {
  return {
    list: () => library.list(),
    addImages: (input) => library.addImages(input.path),
    forgetImages: (input) => library.forgetImages(input.path),
    prepare: ({ dataSet }) => library.prepare(dataSet),
    examine: ({ dataSet, fingerprint, ...sizes }) => library.examine({ dataSet, fingerprint }, sizes),
    download: ({ dataSet }, work) => library.download(dataSet, work),
    getSample: (input) => library.takeSample(input),
    getImages: (input) => explorer.takeImages(input),
    findImages: (input) => explorer.find(input),
    getMeanImages: (input) => explorer.takeMeans(input),
    findDoubtfulLabels: (input, work) => explorer.findDoubtful(input, work),
    drawStyles: (input) => library.drawStyles(input),
  }
}
