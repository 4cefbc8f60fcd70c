import type { OpenedFile } from '#contract/types.ts'
import { MOST_DRAWINGS } from '#contract/limits.ts'
import type { PenStroke } from '#core/data/drawing.ts'
import { strokeDrawingToImage } from '#core/data/stroke-drawing.ts'
import { type NumberedDrawing, parseDrawings, type RefusedDrawing } from '#core/formats/parse-drawings.ts'
import { joinAnswer, type ReadDrawing } from '#shared/drawings.ts'
import { defineStore } from 'pinia'
import { computed, shallowRef, watch } from 'vue'
import { useWorkbenchClient } from '../platform/client.ts'
import { useDigitsStore } from './digits.ts'
import type { ShownPicture } from './digits-picture.ts'
import { describeError } from './notices.ts'

/** A file of drawings, one a line. */
export interface DrawingsFile {
  readonly name: string
  readonly drawings: readonly NumberedDrawing[]
  /** Lines that are no drawings. */
  readonly refused: readonly RefusedDrawing[]
}

/** What a network reads in each line, in their order. */
export type DrawingAnswers = readonly (ReadDrawing | RefusedDrawing)[]

/** Milliseconds of work at a stretch, so that the window stays awake. */
const STRETCH_MS = 12
/** Bytes of images that are asked about at once: the message holds the images of several hundred digits. */
const MOST_ASKED_BYTES = 10 ** 6

/** A file of drawings, read by the current run as `predict --strokes` reads it; kept while the window is open. */
export const useDrawingsStore = defineStore('drawings', () => {
  const { api } = useWorkbenchClient()
  const digits = useDigitsStore()

  const file = shallowRef<DrawingsFile | null>(null)
  /** Of the present network; null before all are there. */
  const answers = shallowRef<DrawingAnswers | null>(null)
  /** Why there are none, in words. */
  const problem = shallowRef<string | null>(null)
  /** How many drawings have been read; null while none are. */
  const progress = shallowRef<number | null>(null)
  /** The line that was put onto the pad last. */
  const lastShown = shallowRef<{
    readonly line: number
    readonly shown: readonly PenStroke[] | ShownPicture
  } | null>(null)
  /** The line that is on the pad, as it came; null where something else is. */
  const shownLine = computed(() =>
    digits.sample === null && lastShown.value?.shown === (digits.picture ?? digits.strokes)
      ? lastShown.value.line
      : null,
  )
  /** Count the files and the questions: only the last of each matters. */
  let lastFile = 0
  let lastQuestion = 0

  /** Ends a stretch of work where it was long enough. */
  async function rest(since: number): Promise<number> {
    if (performance.now() - since < STRETCH_MS) return since
    await new Promise((resolve) => setTimeout(resolve))
    return performance.now()
  }

  /** Takes the drawings of a file. */
  async function read({ fileId, name }: OpenedFile): Promise<void> {
    close()
    const mine = ++lastFile
    progress.value = 0
    try {
      const text = await api.files.readText({ fileId, isDrawings: true })
      const drawings: NumberedDrawing[] = []
      const refused: RefusedDrawing[] = []
      let since = performance.now()
      for (const each of parseDrawings(text)) {
        if ('reason' in each) refused.push(each)
        else drawings.push(each)
        since = await rest(since)
        if (mine !== lastFile) return
      }
      if (drawings.length + refused.length === 0) {
        throw new Error('expected a drawing a line, but the file is empty')
      }
      if (drawings.length === 0) {
        throw new Error(
          `line ${refused[0]!.line}: ${refused[0]!.reason}, and no other line is a drawing either`,
        )
      }
      file.value = { name, drawings, refused }
    } catch (error) {
      if (mine === lastFile) problem.value = `${name}: ${describeError(error)}`
    } finally {
      if (mine === lastFile) progress.value = null
    }
  }

  const question = computed(() =>
    file.value === null || digits.run === null || digits.epoch === null
      ? null
      : { file: file.value, runId: digits.run.id, epoch: digits.epoch, side: digits.drawnSide },
  )
  watch(question, (next, former) => {
    const isSame =
      next !== null &&
      former?.file === next.file &&
      former.runId === next.runId &&
      former.epoch === next.epoch &&
      former.side === next.side
    if (!isSame) void answer()
  })

  async function answer(): Promise<void> {
    const asked = question.value
    const mine = ++lastQuestion
    answers.value = null
    if (asked === null) {
      // Without a file, one may be on its way.
      if (file.value !== null) progress.value = null
      return
    }
    problem.value = null
    progress.value = 0
    const { runId, epoch, side } = asked
    const { drawings, refused } = asked.file
    const size = Math.min(MOST_DRAWINGS, Math.max(1, Math.floor(MOST_ASKED_BYTES / side ** 2)))
    const found: (ReadDrawing | RefusedDrawing)[] = [...refused]
    try {
      for (let k = 0; k < drawings.length; k += size) {
        const images: Uint8Array[] = []
        const imaged: NumberedDrawing[] = []
        let since = performance.now()
        for (const each of drawings.slice(k, k + size)) {
          const image = strokeDrawingToImage(each.drawing, side)
          if (image === null) found.push(joinAnswer(each, null))
          else {
            images.push(image)
            imaged.push(each)
          }
          since = await rest(since)
          if (mine !== lastQuestion) return
        }
        const read = await api.analysis.readImages({ runId, epoch, images })
        if (mine !== lastQuestion) return
        imaged.forEach((each, i) => found.push(joinAnswer(each, read.answers[i]!)))
        progress.value = Math.min(drawings.length, k + size)
      }
      answers.value = found.sort((a, b) => a.line - b.line)
    } catch (error) {
      if (mine === lastQuestion) problem.value = describeError(error)
    } finally {
      if (mine === lastQuestion) progress.value = null
    }
  }

  /** Puts the drawing of a line onto the pad. */
  function show(line: number): void {
    const found = file.value?.drawings.find((each) => each.line === line)
    if (found === undefined) return
    digits.showDrawing(found.drawing, `Line ${line} of ${file.value!.name}`)
    lastShown.value = { line, shown: digits.picture ?? digits.strokes }
  }

  function close(): void {
    lastFile++
    lastQuestion++
    file.value = null
    answers.value = null
    problem.value = null
    progress.value = null
    lastShown.value = null
  }

  /** Whether there is something to show of a file. */
  const isShown = computed(() => file.value !== null || problem.value !== null || progress.value !== null)

  return { isShown, file, answers, problem, progress, shownLine, lastShown, read, show, close }
})
