import type { LayerPictures, PicturedKind } from '#core/network/layer-pictures.ts'
import type { PartName } from '#core/data/data-set.ts'
import type { Recipe } from '#core/recipe/recipe.ts'
import type {
  HiddenLayout,
  LayerUnits,
  RunDecision,
  RunHiddenLayer,
  UnitFavourites,
} from '#contract/types.ts'

/** Weights of kept epochs. */
interface OfEpochs {
  readonly recipe: Recipe
  /** In their order, each flat. */
  readonly epochs: readonly Float64Array[]
  /** Whether the initializer's weights, which follow from the seed, come before them. */
  readonly withStart: boolean
}

/** Weights of one epoch on the first images of a part. */
interface OfImages {
  readonly recipe: Recipe
  readonly parameters: Float64Array
  readonly part: PartName
  /** At most this many, from the first. */
  readonly count: number
}

/** Pictures the first layer over epochs, and counts ink on the training images. */
export interface PictureLayerTask extends OfEpochs {
  readonly type: 'pictureLayer'
  readonly kind: PicturedKind
  readonly from: number
  readonly count: number
  /** Whether the images that it was trained on are known. */
  readonly hasImages: boolean
}

/** Looks at all units on the same images over epochs. */
export interface WatchUnitsTask extends OfEpochs {
  readonly type: 'watchUnits'
  readonly part: PartName
  readonly count: number
}

/** Shows what a layer gives for images in a plane. */
export interface ProjectLayerTask extends OfImages {
  readonly type: 'projectLayer'
  readonly layer: number
}

/** As `ProjectLayerTask`, by UMAP. */
export interface LayOutLayerTask extends OfImages {
  readonly type: 'layOutLayer'
  readonly layer: number
  readonly seed: number
}

/** Asks the networks of all epochs about one image. */
export interface FollowImageTask extends OfEpochs {
  readonly type: 'followImage'
  readonly part: PartName
  readonly index: number
}

/** Finds the images with a unit's largest outputs. */
export interface FavouritesTask extends OfImages {
  readonly type: 'favourites'
  readonly layer: number
  readonly unit: number
  readonly most: number
}

export type InsideTask =
  PictureLayerTask | WatchUnitsTask | ProjectLayerTask | LayOutLayerTask | FollowImageTask | FavouritesTask

export interface InsideResults {
  readonly pictureLayer: LayerPictures & {
    readonly ink: { readonly counts: Uint32Array; readonly total: number } | null
    /** Null where there are no images. */
    readonly size: { readonly rows: number; readonly columns: number } | null
  }
  readonly watchUnits: { readonly count: number; readonly layers: readonly LayerUnits[] }
  readonly projectLayer: Pick<
    RunHiddenLayer,
    'positions' | 'shares' | 'keptNeighbours' | 'labels' | 'answers'
  >
  readonly layOutLayer: Pick<HiddenLayout, 'positions' | 'keptNeighbours'>
  readonly followImage: Pick<RunDecision, 'rows' | 'columns' | 'image' | 'label' | 'classes' | 'outputs'>
  readonly favourites: Omit<UnitFavourites, 'epoch' | 'images'> & { readonly count: number }
}
