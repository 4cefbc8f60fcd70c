import { SCENE_VERSION, readLayer, sceneRecipe, type Scene } from '#core/explain/scene.ts'
import { traceImage, type ImageNetwork } from '#core/explain/trace-image.ts'
import { parameterLayout, parameterViews } from '#core/network/parameters.ts'

/**
 * A trained network and its image as a scene, a copy that can be edited.
 * @throws RangeError for batch normalization with an ε that a scene does not have
 */
export function runScene(network: ImageNetwork, title: string): Scene {
  const { recipe, parameters } = network
  const views = parameterViews(parameterLayout(recipe), parameters)
  const [example] = traceImage(network).examples
  const scene: Scene = {
    format: 'backprop-scene',
    version: SCENE_VERSION,
    title,
    loss: recipe.loss,
    layers: recipe.layers.map(({ activation }, k) => ({ activation, ...readLayer(views[k]!) })),
    examples: [{ input: [...example!.input], target: [...example!.target] }],
    learningRate: network.learningRate,
    combine: 'mean',
  }
  const { epsilon } = sceneRecipe(scene).batchNorm
  if (scene.layers.some(({ batchNorm }) => batchNorm !== null) && recipe.batchNorm.epsilon !== epsilon) {
    throw new RangeError(`Batch norm ε: expected ${epsilon}, got ${recipe.batchNorm.epsilon}`)
  }
  return scene
}
