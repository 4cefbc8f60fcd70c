import { pictureFirstLayer } from '../../network/layer-pictures.ts'
import type { Recipe } from '../../recipe/recipe.ts'
import type { FormatLimit, WeightWriter, WriterTools, WrittenNetwork } from '../weight-format.ts'
import { GLYPH_HEIGHT, inkOf, textWidth } from './pixel-font.ts'
import { writePng } from './png.ts'
import { SIGNED_STEPS, signedColourTable } from './signed-colours.ts'

/** Draws the first layer's weights, a picture for each unit, as the place Learn does. */
export const weightPicturesWriter: WeightWriter = {
  findLimits: findPictureLimits,
  write: writeWeightPictures,
}

/** Side of the pictures of a network's inputs; null where they are no square. */
function sideOf({ inputSize }: Pick<Recipe, 'inputSize'>): number | null {
  const side = Math.sqrt(inputSize)
  return Number.isInteger(side) && side > 1 ? side : null
}

function findPictureLimits(recipe: Recipe): FormatLimit[] {
  if (sideOf(recipe) === null) {
    const inputs = recipe.inputSize.toLocaleString('en-US')
    const message = `The weights of a unit are drawn as a square, and ${inputs} inputs are none.`
    return [{ code: 'square', message, isBlocking: true }]
  }
  if (recipe.layers.length < 2) return []
  return [
    {
      code: 'first-layer',
      message: 'The picture shows the first layer alone: the weights of others belong to no pixels.',
      isBlocking: false,
    },
  ]
}

/** The window's colours in its light theme. */
export const PICTURE_COLOURS = {
  negative: [0xad, 0x4a, 0x05],
  ground: [0xff, 0xff, 0xff],
  positive: [0x1d, 0x5f, 0xd1],
  between: [0xdf, 0xe2, 0xe6],
  text: [0x1b, 0x1e, 0x22],
} as const

/** Between two pictures, in weights. */
const GAP = 2
/** Pixels that all pictures side by side are made to fill about, and those of a weight's side at most. */
const WANTED_WIDTH = 900
const LARGEST_ZOOM = 8
/** The scale below: its height, the room around it, and pixels of a pixel of its numbers. */
const SCALE = { height: 16, margin: 12, zoom: 2, width: 2 * SIGNED_STEPS + 1 } as const

/**
 * One PNG with a picture of each unit, row by row in the order of the units: blue for weights above 0, orange below, in one
 * scale for all, which stands below with the weight of full colour.
 */
function writeWeightPictures({ recipe, parameters, about }: WrittenNetwork, tools: WriterTools): Uint8Array {
  const side = sideOf(recipe)!
  const count = recipe.layers[0]!.units
  const { scale, values } = pictureFirstLayer(recipe, [parameters], { kind: 'weights', from: 0, count })
  const full = String(Number(scale.toPrecision(3)))
  const colours = signedColourTable(
    PICTURE_COLOURS.negative,
    PICTURE_COLOURS.ground,
    PICTURE_COLOURS.positive,
  )
  const colourOf = (step: number): ArrayLike<number> =>
    colours.subarray(3 * (step + SIGNED_STEPS), 3 * (step + SIGNED_STEPS) + 3)

  const columns = Math.ceil(Math.sqrt(count))
  const lines = Math.ceil(count / columns)
  const across = (pictures: number): number => pictures * (side + GAP) + GAP
  const zoom = Math.min(LARGEST_ZOOM, Math.max(1, Math.floor(WANTED_WIDTH / across(columns))))
  const labels = [`-${full}`, '0', `+${full}`] as const
  const labelWidth = SCALE.zoom * Math.max(...labels.map(textWidth))
  const scaleWidth = SCALE.width + labelWidth + 2 * SCALE.margin
  const width = Math.max(zoom * across(columns), scaleWidth)
  const grid = zoom * across(lines)
  const height = grid + 3 * SCALE.margin + SCALE.height + SCALE.zoom * GLYPH_HEIGHT
  const canvas = new Canvas(width, height)

  canvas.fill(0, 0, width, height, PICTURE_COLOURS.ground)
  canvas.fill(0, 0, zoom * across(columns), grid, PICTURE_COLOURS.between)
  for (let unit = 0; unit < count; unit++) {
    const left = zoom * across(unit % columns)
    const top = zoom * across(Math.floor(unit / columns))
    for (let i = 0; i < side * side; i++) {
      const x = left + zoom * (i % side)
      const y = top + zoom * Math.floor(i / side)
      canvas.fill(x, y, zoom, zoom, colourOf(values[unit * side * side + i]!))
    }
  }
  const left = Math.floor((width - SCALE.width) / 2)
  const top = grid + SCALE.margin
  canvas.fill(left - 1, top - 1, SCALE.width + 2, SCALE.height + 2, PICTURE_COLOURS.between)
  for (let step = -SIGNED_STEPS; step <= SIGNED_STEPS; step++) {
    canvas.fill(left + step + SIGNED_STEPS, top, 1, SCALE.height, colourOf(step))
  }
  labels.forEach((label, k) => {
    const centre = left + (k * (SCALE.width - 1)) / 2
    const x = Math.round(centre - (SCALE.zoom * textWidth(label)) / 2)
    canvas.write(label, x, top + SCALE.height + SCALE.margin, SCALE.zoom, PICTURE_COLOURS.text)
  })

  const description = `Weights of the first layer's ${count} units, ${side} x ${side} each, row by row. Blue is above 0, orange below, full colour ${full}.`
  const title =
    about?.name ?? `First layer of ${recipe.inputSize}-${recipe.layers.map(({ units }) => units).join('-')}`
  const texts = [
    ['Title', title],
    ['Description', description],
    ['Software', 'Backprop Workbench'],
  ] as const
  return writePng(canvas, texts, tools)
}

/** A picture that rectangles and numbers are painted into. */
class Canvas {
  readonly width: number
  readonly height: number
  readonly pixels: Uint8Array

  constructor(width: number, height: number) {
    this.width = width
    this.height = height
    this.pixels = new Uint8Array(3 * width * height)
  }

  fill(left: number, top: number, width: number, height: number, colour: ArrayLike<number>): void {
    for (let y = top; y < top + height; y++) {
      for (let x = left; x < left + width; x++) this.pixels.set(colour, 3 * (y * this.width + x))
    }
  }

  write(text: string, left: number, top: number, zoom: number, colour: ArrayLike<number>): void {
    for (const { x, y } of inkOf(text)) this.fill(left + zoom * x, top + zoom * y, zoom, zoom, colour)
  }
}
