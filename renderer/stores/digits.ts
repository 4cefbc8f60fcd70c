import { PEN_DIGITS } from '#core/recipe/data-set-name.ts'
import { knownDataSet } from '#core/recipe/unknown-fields.ts'
import type { PenStroke } from '#core/data/drawing.ts'
import type { PreparationMask } from '#core/data/preparation.ts'
import { carriedImage, type StrokeDrawing, writeCarriedImage } from '#core/data/stroke-drawing.ts'
import { DIGIT_NAMES } from '#core/data/class-names.ts'
import { calibrateOutputs, canCalibrate } from '#core/evaluation/calibration.ts'
import { FIELD_SIZE } from '#core/data/network-input.ts'
import { useManualRefHistory } from '@vueuse/core'
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { drawnSideOf, fromPad, padToImage, toPad } from '../model/digits/pad.ts'
import { useCurrentRunStore } from './current-run.ts'
import { useDataSetsStore } from './data-sets.ts'
import { useWorkbenchClient } from '../platform/client.ts'
import { useAnswer } from './answer.ts'
import { useDigitsPicture } from './digits-picture.ts'
import { usePreparation } from './digits-preparation.ts'
import { useReplay } from './digits-replay.ts'
import { useNoticesStore } from './notices.ts'

/** An image of a data set that stands in for a drawing. */
export interface ShownSample {
  readonly image: Uint8Array
  readonly rows: number
  readonly columns: number
  readonly label: number
  /** Name of the data set. */
  readonly dataSet: string
  /** Index in its test file, from 0. */
  readonly index: number
}

/** What of an answer is looked at. */
export type AnswerPart = 'outputs' | 'runs' | 'why' | 'near' | 'change'

/** What the person drew, and the current run's answer; kept while the window is open. */
export const useDigitsStore = defineStore('digits', () => {
  const { api } = useWorkbenchClient()
  const current = useCurrentRunStore()
  const dataSets = useDataSetsStore()
  const notices = useNoticesStore()

  /** In pad units. Replaced, never changed in place. */
  const strokes = shallowRef<readonly PenStroke[]>([])
  /** A step for each stroke; a cleared drawing comes back whole. */
  const history = useManualRefHistory(strokes)
  const { replayed, ...replaying } = useReplay()
  const sample = shallowRef<ShownSample | null>(null)
  /** A data set that was not used yet takes a moment to read, or to make. */
  const isFetchingSample = shallowRef(false)

  /** Puts away whatever stands in for the drawing. */
  function showPad(): void {
    replaying.stop()
    sample.value = null
    picture.value = null
    pictureProblem.value = null
  }

  /** Takes the drawing while a stroke is being drawn; undo goes back to before the stroke. */
  function drawStroke(stroke: PenStroke, isNew: boolean): void {
    showPad()
    if (isNew) {
      strokes.value = [...strokes.value, stroke]
      history.commit()
    } else {
      strokes.value = [...strokes.value.slice(0, -1), stroke]
      history.last.value = { ...history.last.value, snapshot: strokes.value }
    }
  }

  /**
   * Puts a drawing from elsewhere onto the pad; undo brings back what was there. One that was kept as a picture stands in its place.
   * @param name what a picture is called
   */
  function showDrawing(drawing: StrokeDrawing, name: string): void {
    showPad()
    const carried = drawing.strokes.length === 0 ? carriedImage(drawing) : null
    if (carried !== null) {
      picture.value = { name, image: carried, rows: FIELD_SIZE, columns: FIELD_SIZE, prepared: null }
      return
    }
    strokes.value = toPad(drawing)
    history.commit()
  }

  function undo(): void {
    showPad()
    history.undo()
  }

  function redo(): void {
    showPad()
    history.redo()
  }

  /** Draws the drawing once more, as it was drawn; the answers follow. */
  function replay(): void {
    showPad()
    if (strokes.value.length > 0) replaying.start(strokes.value)
  }

  /** Empties the pad; undo brings the drawing back. */
  function clear(): void {
    showPad()
    if (strokes.value.length === 0) return
    strokes.value = []
    history.commit()
  }

  /** Side of the image that a drawing becomes: what the answering network takes, else MNIST's. */
  const drawnSide = computed<number>(() =>
    run.value === null ? FIELD_SIZE : (drawnSideOf(run.value, (name) => dataSets.find(name)) ?? FIELD_SIZE),
  )
  /** What is on the pad: the drawing, or as much of it as its replay has drawn. */
  const shownStrokes = computed(() => replayed.value ?? strokes.value)
  const isReplaying = computed(() => replayed.value !== null)
  /** What the network sees with some of the steps; null for an empty pad, and for an image that is taken as it is. */
  function imageWith(steps: PreparationMask): Uint8Array | null {
    if (sample.value !== null) return null
    if (picture.value === null) return padToImage(shownStrokes.value, drawnSide.value, steps)
    const { prepared, rows, columns } = picture.value
    const pixels = rows * columns
    return prepared?.slice(steps * pixels, (steps + 1) * pixels) ?? null
  }
  const { steps, ...preparation } = usePreparation({
    imageWith,
    network: () =>
      run.value === null || epoch.value === null || misfit.value !== null
        ? null
        : { runId: run.value.id, epoch: epoch.value },
  })
  /** Whether the image comes from outside in the network's own size, so that no step is taken. */
  const isTakenAsItIs = computed(() => sample.value !== null || picture.value?.prepared === null)
  /** What the network sees; null for an empty pad. */
  const image = computed(() =>
    isTakenAsItIs.value ? (sample.value ?? picture.value)!.image : imageWith(steps.value),
  )
  const imageRows = computed(() => (sample.value ?? picture.value)?.rows ?? drawnSide.value)
  const imageColumns = computed(() => (sample.value ?? picture.value)?.columns ?? drawnSide.value)

  /** The run that answers: the current one; null where it has no weights yet. */
  const run = computed(() => current.runWithWeights)
  const {
    picture,
    problem: pictureProblem,
    isReading: isReadingPicture,
    ...pictures
  } = useDigitsPicture(() => run.value, showPad)
  /** The epoch whose weights answer. */
  const epoch = computed(() => current.epoch)

  /** Outputs of the run's network; of none, one for each digit. */
  const outputCount = computed(() => run.value?.recipe.layers.at(-1)!.units ?? DIGIT_NAMES.length)

  /** Why the chosen run cannot read this image, in words; null where it can. */
  const misfit = computed<string | null>(() => {
    const pixels = imageRows.value * imageColumns.value
    return run.value === null || run.value.recipe.inputSize === pixels
      ? null
      : `${run.value.name} has ${run.value.recipe.inputSize.toLocaleString('en-US')} inputs, but the image has ` +
          `${imageRows.value} × ${imageColumns.value} = ${pixels.toLocaleString('en-US')} pixels. Choose another run.`
  })

  const askedOf = (): { runId: string; epoch: number; image: Uint8Array } | null =>
    run.value === null || epoch.value === null || image.value === null || misfit.value !== null
      ? null
      : { runId: run.value.id, epoch: epoch.value, image: image.value }
  const answer = useAnswer(askedOf, (question) => api.analysis.predict(question), {
    // While a person draws, the answer to the last stroke stays until the next one is there.
    subjectOf: ({ runId }) => runId,
  })
  /** Asked beside the answer, which never waits for it: the first time it takes seconds. */
  const judged = useAnswer(askedOf, (question) => api.analysis.judgeAnswer(question), {
    subjectOf: ({ runId, epoch: asked }) => `${runId} ${asked}`,
  })
  /** What the answer is worth; null without a question, before it is known, and where there is no answer. */
  const worth = computed(() => (answer.value === null ? null : judged.value))
  /** What the network says; null without a question. */
  const prediction = computed(() => answer.value)
  /** Whether outputs are shown as shares that are right as often as they say; a person chooses it. */
  const isCalibrated = shallowRef(false)
  /** What of the answer is shown. */
  const shownPart = shallowRef<AnswerPart>('outputs')
  const outputKind = computed(() => run.value?.recipe.layers.at(-1)!.activation ?? 'identity')
  /** Whether the run's outputs can be calibrated at all. */
  const mayCalibrate = computed(() => canCalibrate(outputKind.value))
  const calibration = useAnswer(
    () =>
      !isCalibrated.value || !mayCalibrate.value || run.value === null || epoch.value === null
        ? null
        : { runId: run.value.id, epoch: epoch.value },
    (question) => api.analysis.calibrate(question),
  )
  /** The prediction with the outputs that are shown: the network's, or calibrated ones once the temperature is known. */
  const shownPrediction = computed(() => {
    const said = answer.value
    const kind = outputKind.value
    if (said === null || calibration.value === null || !canCalibrate(kind)) return said
    return { ...said, outputs: [...calibrateOutputs(said.outputs, kind, calibration.value.temperature)] }
  })
  /** Why there is no answer, in words. */
  const problem = computed(() => answer.problem)
  /** Whether the answer to the present question is still under way. */
  const isAsking = computed(() => answer.isPending)

  /** The drawing or picture as it is kept; null for an empty pad, and for a test image, which somebody has named. */
  const kept = computed<StrokeDrawing | null>(() => {
    if (sample.value !== null) return null
    if (picture.value === null) return strokes.value.length === 0 ? null : fromPad(strokes.value)
    const { image: bytes, rows, columns } = picture.value
    return rows === FIELD_SIZE && columns === FIELD_SIZE
      ? { width: columns, height: rows, strokes: [], image: writeCarriedImage(bytes) }
      : null
  })

  /** Puts a random test image of the run's data set, or of pen digits, in the drawing's place. */
  async function showRandomSample(): Promise<void> {
    const wanted = dataSets.find((run.value && knownDataSet(run.value)) ?? '')
    const info = wanted?.state === 'ready' ? wanted : dataSets.list.find((each) => each.state === 'ready')
    isFetchingSample.value = true
    await notices.attempt('No test image could be read', async () => {
      const { name, testCount } = info ?? (await dataSets.prepare(PEN_DIGITS))
      const index = Math.floor(Math.random() * testCount)
      const found = await dataSets.sample(name, 'test', index, 1)
      showPad()
      sample.value = {
        image: found.images,
        rows: found.rows,
        columns: found.columns,
        label: found.labels[0]!,
        dataSet: name,
        index,
      }
    })
    isFetchingSample.value = false
  }

  return {
    strokes,
    shownStrokes,
    canUndo: history.canUndo,
    canRedo: history.canRedo,
    drawStroke,
    showDrawing,
    undo,
    redo,
    replay,
    isReplaying,
    stopReplay: replaying.stop,
    clear,
    sample,
    picture,
    pictureProblem,
    isReadingPicture,
    readPictureFile: pictures.readFile,
    readDroppedPicture: pictures.readDropped,
    readPastedPicture: pictures.readPasted,
    isFetchingSample,
    showRandomSample,
    drawnSide,
    steps,
    ...preparation,
    isTakenAsItIs,
    kept,
    image,
    imageRows,
    imageColumns,
    run,
    outputCount,
    epoch,
    misfit,
    prediction,
    shownPrediction,
    shownPart,
    isCalibrated,
    mayCalibrate,
    calibration,
    worth,
    isAsking,
    problem,
  }
})
