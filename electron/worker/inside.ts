import { DataError, type LabelledImages, sliceImages } from '#core/data/data-set.ts'
import { createPredictor } from '#core/evaluation/predict.ts'
import { favouritesOf, type LayerOutputs, outputsOfLayer } from '#core/explain/inside/hidden-outputs.ts'
import { countInk } from '#core/explain/inside/count-ink.ts'
import { pictureFirstLayer } from '#core/network/layer-pictures.ts'
import { COMPARED_NEIGHBOURS, keptNeighbours, projectOntoPlane } from '#core/explain/inside/project.ts'
import { UnitWatch } from '#core/explain/inside/unit-history.ts'
import { Random } from '#core/random/random.ts'
import type { InsideProgress, LayerUnits } from '#contract/types.ts'
import { UMAP } from 'umap-js'
import type { DataCache } from './data-cache.ts'
import type {
  FavouritesTask,
  FollowImageTask,
  InsideResults,
  LayOutLayerTask,
  PictureLayerTask,
  ProjectLayerTask,
  WatchUnitsTask,
} from './inside-messages.ts'
import { pickImages, readRecipePart } from './inspection.ts'
import { startOf } from './slice-run.ts'
import { WorkProgress } from './work-progress.ts'

type Report = (progress: InsideProgress) => void

/** Pictures the first layer; without the training images nothing is known of their ink. */
export async function pictureLayer(
  task: PictureLayerTask,
  data: DataCache,
): Promise<InsideResults['pictureLayer']> {
  const images = task.hasImages ? await readTraining(task, data) : null
  return {
    ...pictureFirstLayer(task.recipe, weightsOf(task), task),
    ink: images && { counts: countInk(images), total: images.count },
    size: images && { rows: images.rows, columns: images.columns },
  }
}

/** The images that it was trained on; null where they are gone. */
async function readTraining({ recipe }: PictureLayerTask, data: DataCache): Promise<LabelledImages | null> {
  try {
    return (await readRecipePart(recipe, 'train', data)).images
  } catch (error) {
    if (error instanceof DataError) return null
    throw error
  }
}

/** Looks at all units of all epochs. @throws DataError */
export async function watchUnits(
  task: WatchUnitsTask,
  data: DataCache,
  report: Report,
): Promise<InsideResults['watchUnits']> {
  const images = await takeImages(task, data)
  const watch = new UnitWatch(task.recipe, images)
  const epochs = weightsOf(task)
  const progress = new WorkProgress([epochs.length])
  const layers = task.recipe.layers.map(({ units, activation }): LayerUnits => {
    const list = (): Float64Array => new Float64Array(epochs.length * units)
    return {
      units,
      activation,
      weightNorm: list(),
      gradientNorm: list(),
      meanOutput: list(),
      flatShare: list(),
    }
  })
  epochs.forEach((parameters, t) => {
    watch.measure(parameters).forEach((measures, k) => {
      const layer = layers[k]!
      for (const name of ['weightNorm', 'gradientNorm', 'meanOutput', 'flatShare'] as const)
        layer[name].set(measures[name], t * layer.units)
    })
    const current = progress.report(0, (t + 1) / epochs.length)
    if (current !== null) report(current)
  })
  return { count: images.count, layers }
}

/** Shows a layer's outputs in the plane in which they differ most. @throws DataError */
export async function projectLayer(
  task: ProjectLayerTask,
  data: DataCache,
): Promise<InsideResults['projectLayer']> {
  const images = await takeImages(task, data)
  const { outputs, units, answers } = outputsOf(task, images)
  const { positions, shares } = projectOntoPlane(outputs, units)
  return {
    ...{ positions, shares, answers },
    keptNeighbours: keptNeighbours(outputs, units, positions),
    labels: images.labels.slice(),
  }
}

/** Neighbours that UMAP holds together. */
const UMAP_NEIGHBOURS = 15

/** Lays a layer's outputs out by UMAP, the same way for the same seed. @throws DataError */
export async function layOutLayer(
  task: LayOutLayerTask,
  data: DataCache,
  report: Report,
): Promise<InsideResults['layOutLayer']> {
  const images = await takeImages(task, data)
  const { outputs, units } = outputsOf(task, images)
  if (images.count <= COMPARED_NEIGHBOURS) {
    throw new DataError(`UMAP: expected more than ${COMPARED_NEIGHBOURS} images, got ${images.count}`)
  }
  const random = new Random(task.seed, 'umap')
  const umap = new UMAP({
    nNeighbors: Math.min(UMAP_NEIGHBOURS, images.count - 1),
    random: () => random.uniform(),
  })
  const points = Array.from({ length: images.count }, (_, i) => [
    ...outputs.subarray(i * units, (i + 1) * units),
  ])
  const epochs = umap.initializeFit(points)
  const progress = new WorkProgress([epochs])
  for (let epoch = 0; epoch < epochs; epoch++) {
    umap.step()
    const current = progress.report(0, (epoch + 1) / epochs)
    if (current !== null) report(current)
  }
  const positions = Float64Array.from(umap.getEmbedding().flat())
  return { positions, keptNeighbours: keptNeighbours(outputs, units, positions) }
}

/** What the networks of all epochs say of one image. @throws DataError */
export async function followImage(
  task: FollowImageTask,
  data: DataCache,
): Promise<InsideResults['followImage']> {
  const { recipe, part, index } = task
  const { rows, columns, images, labels } = await pickImages(
    { type: 'pick', recipe, part, indices: [index] },
    data,
  )
  const answers = weightsOf(task).map((parameters) => [...createPredictor(recipe, parameters)(images)])
  const classes = recipe.layers[recipe.layers.length - 1]!.units
  return {
    rows,
    columns,
    image: images,
    label: labels[0]!,
    classes,
    outputs: Float64Array.from(answers.flat()),
  }
}

/** The images with a unit's largest outputs. @throws DataError */
export async function findFavourites(
  task: FavouritesTask,
  data: DataCache,
): Promise<InsideResults['favourites']> {
  const images = await takeImages(task, data)
  const found = outputsOf(task, images)
  const indices = favouritesOf(found, task.unit, task.most)
  const { recipe, part } = task
  const picked = await pickImages({ type: 'pick', recipe, part, indices }, data)
  return {
    ...{ rows: picked.rows, columns: picked.columns, pictures: picked.images, count: images.count },
    favourites: indices.map((index, k) => ({
      index,
      label: picked.labels[k]!,
      output: found.outputs[index * found.units + task.unit]!,
    })),
  }
}

function outputsOf(
  task: ProjectLayerTask | LayOutLayerTask | FavouritesTask,
  images: LabelledImages,
): LayerOutputs {
  return outputsOfLayer(task.recipe, task.parameters, images, task.layer)
}

function weightsOf({ recipe, epochs, withStart }: PictureLayerTask | WatchUnitsTask | FollowImageTask) {
  return withStart ? [startOf(recipe, epochs[0]!), ...epochs] : epochs
}

/** @throws DataError where the part has none */
async function takeImages(
  { recipe, part, count }: Pick<WatchUnitsTask, 'recipe' | 'part' | 'count'>,
  data: DataCache,
): Promise<LabelledImages> {
  const { images } = await readRecipePart(recipe, part, data)
  if (images.count === 0) throw new DataError(`Images: expected ${part} images, got none`)
  return sliceImages(images, 0, Math.min(count, images.count))
}
