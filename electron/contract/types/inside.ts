import type { ActivationName } from '#core/activations/names.ts'
import type { PicturedKind } from '#core/network/layer-pictures.ts'
import type { MeasuredImages } from '#core/runs/measured-images.ts'

/** The kept epochs that something was read from; −1: before the first. */
interface OfKeptEpochs {
  readonly epochs: readonly number[]
  /** Kept epochs that were left out, as all together would take too much memory. */
  readonly leftOut: number
}

/** Incoming weights of units of the first layer over all kept epochs, each in a byte. */
export interface RunLayerPictures extends OfKeptEpochs {
  readonly kind: PicturedKind
  /** Size of the images that the inputs are; 1 row where they are none. */
  readonly rows: number
  readonly columns: number
  /** Units of the layer; those from `from` on, `count` of them, are pictured. */
  readonly units: number
  readonly from: number
  readonly count: number
  /** What a value of ±127 stands for: the largest of all units and epochs. */
  readonly scale: number
  /** `(epochs, count, rows × columns)`. */
  readonly values: Int8Array
  /** On how many training images each pixel has ink, and how many there are; null where the images are not there. */
  readonly ink: { readonly counts: Uint32Array; readonly total: number } | null
}

/** How far something is that is read from all kept epochs. */
export interface InsideProgress {
  /** 0 to 1. */
  readonly share: number
  readonly remainingMs: number | null
}

/** A layer's units over epochs; each list is `(epochs, units)`, row-major. */
export interface LayerUnits {
  readonly units: number
  readonly activation: ActivationName
  /** Length of a unit's incoming weights. */
  readonly weightNorm: Float64Array
  /** Length of the gradient of the images' mean loss by them. */
  readonly gradientNorm: Float64Array
  /** Mean output over the images. */
  readonly meanOutput: Float64Array
  /** Share of the images on which the activation is flat, 0 to 1. */
  readonly flatShare: Float64Array
}

/** The units of a run over its kept epochs, on images that stay the same; not those that the training saw meanwhile. */
export interface RunUnits extends OfKeptEpochs {
  readonly images: MeasuredImages
  readonly layers: readonly LayerUnits[]
}

/** What the last hidden layer makes of images, in the plane in which they differ most. */
export interface RunHiddenLayer {
  readonly epoch: number
  readonly images: MeasuredImages
  /** The layer, from 0. */
  readonly layer: number
  readonly units: number
  /** `(count, 2)`. */
  readonly positions: Float64Array
  /** Share of the variance along each axis, 0 to 1. */
  readonly shares: readonly [number, number]
  /** Share of each image's 10 nearest neighbours in the layer that are so in the picture, on average, 0 to 1. */
  readonly keptNeighbours: number
  /** Of each image: its class, and the network's answer, −1 for none. */
  readonly labels: Uint8Array
  readonly answers: Int16Array
}

/** Another picture of the same images, by UMAP; its axes and distances mean nothing. */
export interface HiddenLayout {
  readonly epoch: number
  readonly seed: number
  /** `(count, 2)`. */
  readonly positions: Float64Array
  /** As `RunHiddenLayer.keptNeighbours`. */
  readonly keptNeighbours: number
}

/** What a run said of one image at each kept epoch. */
export interface RunDecision extends OfKeptEpochs {
  readonly rows: number
  readonly columns: number
  /** `(rows × columns)`, 0 to 255. */
  readonly image: Uint8Array
  readonly label: number
  readonly classes: number
  /** Output activations `(epochs, classes)`. */
  readonly outputs: Float64Array
}

/** The images with the largest outputs of a unit, the largest first. */
export interface UnitFavourites {
  readonly epoch: number
  /** Which were searched. */
  readonly images: MeasuredImages
  readonly rows: number
  readonly columns: number
  /** `(favourites, rows × columns)`, 0 to 255. */
  readonly pictures: Uint8Array
  /** Of each: its place in the part, class, and the unit's output. */
  readonly favourites: readonly { readonly index: number; readonly label: number; readonly output: number }[]
}
