import type { MeanImages } from '#core/data/mean-images.ts'
import type { DoubtfulLabels, DoubtProgress } from '#core/experiments/doubtful-labels.ts'
import { folderNameOf } from '#core/recipe/data-set-name.ts'
import type { WorkbenchApi } from '#contract/api.ts'
import type {
  DataSetInfo,
  DataSetSample,
  DownloadProgress,
  ExaminedData,
  StyleGallery,
} from '#contract/types.ts'
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { useWorkbenchClient } from '../platform/client.ts'
import { describeMixOf } from '../model/data/mix-parts.ts'
import type { LongCallState } from '../model/long-call.ts'
import { createLongAnswer } from './long-answer.ts'
import { outcomeOf } from './long-call.ts'
import { useNoticesStore } from './notices.ts'

/** The download of a data set, as far as it is. */
export interface DataDownload {
  readonly state: LongCallState
  /** Null before the first bytes. */
  readonly progress: DownloadProgress | null
  /** Why it failed, in words. */
  readonly problem: string | null
}

/** A data set and how much of it a training takes. */
export type ExaminedInput = Parameters<WorkbenchApi['data']['examine']>[0]

/** The data sets that can be trained on, and the download of MNIST. */
export const useDataSetsStore = defineStore('dataSets', () => {
  const client = useWorkbenchClient()
  const { api } = client
  const notices = useNoticesStore()

  const list = shallowRef<readonly DataSetInfo[]>([])
  const isLoaded = ref(false)
  const byName = computed(() => new Map(list.value.map((dataSet) => [dataSet.name, dataSet])))
  /** The download of MNIST, from its start on; null before. */
  const download = shallowRef<DataDownload | null>(null)
  let downloading = new AbortController()
  const isDownloading = computed(() => download.value?.state === 'running')
  /** Names of data sets that are being made or checked now. */
  const preparing = shallowRef<ReadonlySet<string>>(new Set())

  async function load(): Promise<void> {
    list.value = await api.data.list()
    isLoaded.value = true
  }

  client.subscribe({
    dataSetsChanged: (dataSets) => {
      list.value = dataSets
    },
  })
  client.onState((state) => {
    if (state !== 'ready') return
    void notices.attempt('The data sets could not be listed', load)
  })

  /** A data set that is listed, or a mix of such; undefined for any other. */
  const find = (name: string): DataSetInfo | undefined =>
    byName.value.get(name) ?? describeMixOf(name, byName.value)

  /** What a person calls a data set; a folder that is not listed goes by its path. */
  const titleOf = (name: string): string => find(name)?.title ?? name

  /** What this machine calls a data set: a folder from another machine may be one of the same name that is listed. */
  function nameHere(name: string): string {
    const folder = folderNameOf(name)
    if (byName.value.has(name) || folder === null) return name
    const namesakes = list.value.filter((each) => folderNameOf(each.name) === folder)
    return namesakes.length === 1 ? namesakes[0]!.name : name
  }

  /** What a data set calls a class; its label where the data set is not listed. */
  const classNameOf = (name: string, label: number): string => find(name)?.classNames[label] ?? String(label)

  function put(info: DataSetInfo): DataSetInfo {
    list.value = byName.value.has(info.name)
      ? list.value.map((present) => (present.name === info.name ? info : present))
      : [...list.value, info]
    return info
  }

  /** Makes pen digits or checks the files of a data set. @throws WorkbenchError `data` where they are not valid. */
  async function prepare(dataSet: string): Promise<DataSetInfo> {
    preparing.value = new Set(preparing.value).add(dataSet)
    try {
      return put(await api.data.prepare({ dataSet }))
    } finally {
      preparing.value = new Set([...preparing.value].filter((name) => name !== dataSet))
    }
  }

  /** How the parts of a training would be made up. @throws WorkbenchError where the data set cannot be read or is too small */
  const examine = (input: ExaminedInput): Promise<ExaminedData> => api.data.examine(input)

  /** Lists a folder or file with images and labels. @throws WorkbenchError `data` where they are not valid. */
  async function addImages(path: string): Promise<DataSetInfo> {
    return put(await api.data.addImages({ path }))
  }

  /** Takes a folder or file off the list, and offers to undo it; its files stay. */
  async function forgetImages(dataSet: DataSetInfo): Promise<void> {
    const path = dataSet.folder ?? dataSet.name
    await notices.attempt(`${dataSet.title} could not be taken off the list`, async () => {
      await api.data.forgetImages({ path })
      list.value = list.value.filter((present) => present.name !== dataSet.name)
      notices.say({
        tone: 'neutral',
        title: `Removed ${dataSet.title} from the list`,
        description: 'Its files stay where they are.',
        action: {
          label: 'Undo',
          run: () =>
            void notices.attempt(`${dataSet.title} could not be listed again`, () => addImages(path)),
        },
      })
    })
  }

  /** Downloads MNIST; resolved when that has ended, however. */
  async function startDownload(): Promise<void> {
    downloading = new AbortController()
    download.value = { state: 'running', progress: null, problem: null }
    const outcome = await outcomeOf(
      api.data.download(
        { dataSet: 'mnist' },
        {
          signal: downloading.signal,
          onProgress: (progress) => {
            download.value = { state: 'running', progress, problem: null }
          },
        },
      ),
    )
    if (outcome.state === 'done') put(outcome.result)
    const problem = outcome.state === 'failed' ? outcome.problem : null
    download.value = { state: outcome.state, progress: null, problem }
  }

  /** Stops the download of MNIST; files that arrived whole stay. */
  function cancelDownload(): void {
    downloading.abort()
  }

  /** A few images with their labels. @throws WorkbenchError `data` where the set cannot be read. */
  function sample(
    dataSet: string,
    part: 'training' | 'test',
    offset: number,
    count: number,
  ): Promise<DataSetSample> {
    return api.data.getSample({ dataSet, part, offset, count })
  }

  /** Some images of a file with their labels. @throws WorkbenchError `data` where the set cannot be read. */
  const take = (input: Parameters<WorkbenchApi['data']['getImages']>[0]): Promise<DataSetSample> =>
    api.data.getImages(input)

  /** Indices of the images of a file that are asked for. @throws WorkbenchError `data` where the set cannot be read. */
  const findImages = (input: Parameters<WorkbenchApi['data']['findImages']>[0]): Promise<Uint32Array> =>
    api.data.findImages(input)

  /** The mean image of each class of a file. @throws WorkbenchError `data` where the set cannot be read. */
  const meanImages = (input: Parameters<WorkbenchApi['data']['getMeanImages']>[0]): Promise<MeanImages> =>
    api.data.getMeanImages(input)

  /** Labels of a training file that may be wrong. */
  const doubtfulLabels = createLongAnswer<string, DoubtProgress, DoubtfulLabels>((dataSet, options) =>
    api.data.findDoubtfulLabels({ dataSet }, options),
  )

  /** The writing styles of pen digits, each with examples. @throws WorkbenchError `data` for another data set. */
  const drawStyles = (dataSet: string, count: number, seed: number): Promise<StyleGallery> =>
    api.data.drawStyles({ dataSet, count, seed })

  return {
    list,
    find,
    isLoaded,
    download,
    isDownloading,
    preparing,
    load,
    titleOf,
    nameHere,
    classNameOf,
    prepare,
    examine,
    addImages,
    forgetImages,
    startDownload,
    cancelDownload,
    sample,
    drawStyles,
    take,
    findImages,
    meanImages,
    doubtfulLabels,
  }
})
