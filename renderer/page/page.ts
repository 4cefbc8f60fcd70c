import '../styles/tokens.css'
import './page.css'
import type { PenStroke } from '#core/data/drawing.ts'
import { withArticle } from '../model/article.ts'
import { runnerUp } from '../model/digits/answer-words.ts'
import { KeyPen } from '../model/digits/key-pen.ts'
import { padToImage } from '../model/digits/pad.ts'
import { paintPad } from '../model/digits/paint-pad.ts'
import { PointerPen } from '../model/digits/pointer-pen.ts'
import { isKey } from '../model/keys.ts'
import { OutputTable } from './output-table.ts'
import { type PageAnswer, type PageNetwork, readPageNetwork } from './page-network.ts'

/*
 * The script of a page with a network inside, which `core/formats/html` writes: a pad and answers, as in the place Digits.
 */

const find = (id: string): HTMLElement => document.getElementById(id)!
const pad = find('pad') as HTMLCanvasElement
const seen = find('seen') as HTMLCanvasElement
const buttons = {
  undo: find('undo') as HTMLButtonElement,
  redo: find('redo') as HTMLButtonElement,
  clear: find('clear') as HTMLButtonElement,
}

function start(network: PageNetwork): void {
  const table = new OutputTable(find('outputs') as HTMLTableElement, find('more'), network.classNames)
  let strokes: readonly PenStroke[] = []
  /** Drawings before each stroke or clearing, and those that were taken back. */
  const past: (readonly PenStroke[])[] = []
  const future: (readonly PenStroke[])[] = []
  /** Whether the pad has the focus by the keyboard, so that its pen is shown. */
  let hasKeys = false
  let isDrawn = true

  /** Shows all anew, once a frame. */
  function update(): void {
    if (!isDrawn) return
    isDrawn = false
    requestAnimationFrame(() => {
      isDrawn = true
      showPad()
      const image = padToImage(strokes, network.side)
      showImage(seen, image)
      const answer = image === null ? null : network.answer(image)
      table.show(answer)
      showAnswer(answer, network.classNames)
    })
  }

  function showPad(): void {
    const ratio = devicePixelRatio
    const size = {
      width: Math.round(pad.clientWidth * ratio),
      height: Math.round(pad.clientHeight * ratio),
    }
    paintPad(pad.getContext('2d')!, size, strokes, getComputedStyle(pad).color, hasKeys ? keyPen : null)
    find('invitation').hidden = strokes.length > 0 || hasKeys
    const keys = find('pad-keys')
    keys.hidden = !hasKeys
    keys.textContent = `Arrow keys move the pen, Space ${keyPen.isDown ? 'lifts' : 'lowers'} it`
    buttons.undo.disabled = past.length === 0
    buttons.redo.disabled = future.length === 0
    buttons.clear.disabled = strokes.length === 0
  }

  function change(next: readonly PenStroke[]): void {
    past.push(strokes)
    future.length = 0
    strokes = next
    update()
  }

  function drawStroke(stroke: PenStroke, isNew: boolean): void {
    if (isNew) {
      change([...strokes, stroke])
      return
    }
    strokes = [...strokes.slice(0, -1), stroke]
    update()
  }

  /** Goes back to the last of `from`, so that `to` leads here again. */
  function go(from: (readonly PenStroke[])[], to: (readonly PenStroke[])[]): void {
    const next = from.pop()
    if (next === undefined) return
    to.push(strokes)
    strokes = next
    keyPen.lift()
    update()
  }
  const undo = (): void => go(past, future)
  const redo = (): void => go(future, past)
  const clear = (): void => {
    if (strokes.length > 0) change([])
  }

  const keyPen = new KeyPen(drawStroke, update)
  const pointer = new PointerPen((stroke, isNew) => {
    if (isNew) leave()
    drawStroke(stroke, isNew)
  })
  function leave(): void {
    hasKeys = false
    keyPen.lift()
  }

  pad.addEventListener('focus', () => {
    hasKeys = pad.matches(':focus-visible')
    update()
  })
  pad.addEventListener('blur', leave)
  pad.addEventListener('keydown', (event) => keyPen.onKeyDown(event))
  pad.addEventListener('keyup', (event) => keyPen.onKeyUp(event))
  pad.addEventListener('pointerdown', (event) => pointer.onDown(event, pad))
  pad.addEventListener('pointermove', (event) => pointer.onMove(event, pad))
  pad.addEventListener('pointerup', (event) => pointer.onEnd(event))
  pad.addEventListener('pointercancel', (event) => pointer.onEnd(event))
  pad.addEventListener('contextmenu', (event) => event.preventDefault())
  buttons.undo.addEventListener('click', undo)
  buttons.redo.addEventListener('click', redo)
  buttons.clear.addEventListener('click', clear)
  addEventListener('keydown', (event) => {
    if (event.defaultPrevented) return
    if (isKey(event, 'undoStroke')) undo()
    else if (isKey(event, 'redoStroke')) redo()
    else if (isKey(event, 'clearPad')) clear()
    else return
    event.preventDefault()
  })
  new ResizeObserver(update).observe(pad)
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', update)
}

/** @param image null: the canvas is emptied */
function showImage(canvas: HTMLCanvasElement, image: Uint8Array | null): void {
  const { width, height } = canvas
  const pixels = new ImageData(width, height)
  for (let i = 0; i < width * height; i++) {
    pixels.data.fill(image?.[i] ?? 0, 4 * i, 4 * i + 3)
    pixels.data[4 * i + 3] = 255
  }
  canvas.getContext('2d')!.putImageData(pixels, 0, 0)
}

function showAnswer(answer: PageAnswer | null, classNames: readonly string[]): void {
  const name = answer === null ? undefined : classNames[answer.digit]
  const second = answer === null || name === undefined ? null : runnerUp(answer.outputs)
  find('answer').textContent = name ?? '?'
  find('answer').classList.toggle('is-long', (name ?? '').length > 2)
  find('words').textContent =
    answer === null
      ? 'Draw on the pad.'
      : name === undefined
        ? 'The outputs are no numbers: the weights of this network are too large.'
        : `The network reads ${withArticle(name)}.`
  find('next').textContent = second === null ? '' : `Next in line: ${classNames[second]!}`
}

try {
  start(readPageNetwork())
} catch (error) {
  find('words').textContent = `This page is damaged: ${(error as Error).message}`
  find('words').className = 'problem'
}
