import type { ActivationName } from '#core/activations/names.ts'
import type {
  Cure,
  Diagnosed,
  Finding,
  NeglectedClass,
  RegularizationKind,
} from '#core/evaluation/diagnosis/finding.ts'
import { formatPercent } from '#core/math/format-percent.ts'
import { formatSmall } from '../measures.ts'
import { describeDataFinding } from './data-finding-words.ts'
import { describeRunReason } from './reason-words.ts'

/** A training error up to which images are learned by heart rather than fitted. */
const BY_HEART = 0.005

/** What a finding says and what helps, as sentences with their full stops. */
export interface DiagnosisWords {
  readonly cause: string
  /** One each, the likeliest first; empty where there is nothing to do. */
  readonly cures: readonly string[]
}

/** A finding and its cures as a person reads them. @param classNames of the data set, in the order of the labels */
export function describeDiagnosed(
  { finding, cures }: Diagnosed,
  classNames: readonly string[] = [],
): DiagnosisWords {
  return { cause: describeFinding(finding, classNames), cures: cures.map(describeCure) }
}

const count = (value: number): string => value.toLocaleString('en-US')
const countEpochs = (value: number): string => `${count(value)} ${value === 1 ? 'epoch' : 'epochs'}`

const REGULARIZATION: Readonly<Record<RegularizationKind, string>> = {
  l1: 'The L1 penalty',
  l2: 'The L2 penalty',
  dropout: 'Dropout',
  'weight-decay': 'Weight decay',
}

/** What a finding says, with the numbers that speak for it. */
export function describeFinding(finding: Finding, classNames: readonly string[] = []): string {
  switch (finding.code) {
    case 'diverged':
      return `The numbers left their range in epoch ${finding.epoch}, at a learning rate of ${formatSmall(finding.learningRate)}.`
    case 'data':
      return describeDataFinding(finding.finding, classNames)
    case 'symmetric-start':
      return `All weights start alike (${finding.initializer}), so the neurons of a layer learn the same and count as one.`
    case 'squared-outputs':
      return `The quadratic loss over ${finding.output} outputs punishes an answer for being too sure of the right class, too.`
    case 'dead-units':
      return `${finding.dead} of ${finding.units} neurons of hidden layer ${finding.layer + 1} are dead: they are 0 for every image and learn nothing any more.`
    case 'wide-start': {
      const flat =
        finding.flat === null || finding.flat === 0
          ? ''
          : ` ${finding.flat} of ${finding.units} hidden neurons still are ${describeFlat(finding.activation)}.`
      return `The first weights are too wide: drawn by ${finding.initializer}, they start the first layer’s sums at about ±${finding.spread.toFixed(0)}, where ${finding.activation} neurons can hardly learn or answer far too strongly.${flat}`
    }
    case 'stuck-outputs': {
      const outputs =
        finding.classes === null
          ? 'Some outputs seem to be stuck'
          : `${listClasses(finding.classes)}: ${finding.classes.length === 1 ? 'its output is' : 'their outputs are'} stuck`
      return `${outputs} at 0. The first weights are too large: they start the outputs’ sums at about ±${finding.spread.toFixed(0)}, which saturates the outputs: near 0 or 1 the sigmoid hardly learns, as the quadratic loss has next to no slope there.`
    }
    case 'neglected-classes':
      return `${listClasses(finding.classes)}.`
    case 'rate-too-high': {
      const rises =
        finding.rises === 0
          ? ''
          : ` The training loss rose in ${finding.rises} of ${countEpochs(finding.epochs)}.`
      return `The learning rate of ${formatSmall(finding.learningRate)} is too high: about ${formatSmall(finding.fitting)} suits these activations, loss and optimizer.${rises}`
    }
    case 'rate-too-low':
      return `The learning rate of ${formatSmall(finding.learningRate)} is so low that the training has hardly got anywhere: about ${formatSmall(finding.fitting)} suits these activations, loss and optimizer.`
    case 'idle-end':
      return `The learning rate was ${finding.isZero ? '0' : 'next to 0'} in the last ${finding.epochs === 1 ? 'epoch' : countEpochs(finding.epochs)}, so nothing was learned there.`
    case 'few-steps':
      return `With mini-batches of ${count(finding.batchSize)} images there were only ${count(finding.steps)} steps.`
    case 'still-improving':
      return finding.share === null
        ? 'One epoch is little: nothing says yet that the training has got as far as it can.'
        : `The training was still improving when it ended: its loss fell by ${formatPercent(finding.share)} over the last quarter of ${countEpochs(finding.epochs)}.`
    case 'stopped-early':
      return `A stopping rule ended the training while it was still improving. ${describeRunReason(finding.reason)}.`
    case 'regularized-too-much':
      return `${REGULARIZATION[finding.kind]} is so strong (${formatSmall(finding.strength)}) that not even the training images are learned.`
    case 'fading-gradient':
      return `${finding.layers} hidden layers one after another squash their sums, and the gradient fades on its way back: in the first layer it is ${formatSmall(finding.ratio)} times that of the last.`
    case 'large-inputs':
      return 'The inputs go from 0 to 255, which drives the sums far out.'
    case 'too-small':
      return finding.hidden.length === 0
        ? `High bias: without a hidden layer the network misreads ${formatPercent(finding.trainingError)} even of the images that it learned from.`
        : `High bias: the network misreads ${formatPercent(finding.trainingError)} even of the images that it learned from, and nothing but its size (${finding.hidden.join('-')} hidden neurons) explains it.`
    case 'overfitting': {
      const images = `${count(finding.images)} images`
      const fit =
        finding.trainingError <= BY_HEART
          ? `it has learned its ${images} by heart`
          : `it fits the ${images} that it learned from better than others`
      const rise =
        finding.lossRise === null ? '' : ' The loss on new images has risen again since its lowest.'
      return `High variance: the network misreads ${formatPercent(finding.trainingError)} of the images that it learned from, but ${formatPercent(finding.unseenError)} of new ones: ${fit}.${rise}`
    }
    case 'fine':
      return `A good fit: the network misreads ${formatPercent(finding.trainingError)} of the images that it learned from and ${formatPercent(finding.unseenError)} of new ones.`
    case 'unexplained':
      return finding.unseenError === null
        ? `The network misreads ${formatPercent(finding.trainingError)} of the images that it learned from; there were no new images to measure it on.`
        : `The network misreads ${formatPercent(finding.trainingError)} of the images that it learned from and ${formatPercent(finding.unseenError)} of new ones; nothing that is known of the run explains it.`
    case 'few-unseen-images':
      return `Only ${count(finding.count)} images measure how it reads new ones: their error is known to ±${(100 * finding.margin).toFixed(1)} points.`
    case 'unknown':
      return 'Nothing is known of how these weights were trained.'
  }
}

/** What a neuron is that gives nearly the same for all images, and what that means. */
function describeFlat(activation: ActivationName): string {
  if (activation === 'sigmoid') return 'saturated: near 0 or 1, where the sigmoid hardly learns'
  if (activation === 'tanh') return 'saturated: near −1 or 1, where tanh hardly learns'
  return 'dead or saturated: nearly the same for every image'
}

/** `9 is hardly ever recognized (recall 5.00 %)`, at the beginning of a sentence. */
function listClasses(classes: readonly NeglectedClass[]): string {
  const names = classes.map(({ name, recall }) => `${name} (recall ${formatPercent(recall)})`)
  const list = new Intl.ListFormat('en-GB', { type: 'conjunction' }).format(names)
  return `${list} ${classes.length === 1 ? 'is' : 'are'} hardly ever recognized`
}

const INITIALIZERS: Readonly<Record<string, string>> = {
  'scaled-normal': 'Smaller first weights: scaled-normal, N(0, 1) / √n',
  'he-normal': 'First weights that suit these activations: he-normal',
  'lecun-normal': 'First weights that suit these activations: lecun-normal',
}

/** What helps, in a sentence. */
export function describeCure(cure: Cure): string {
  switch (cure.code) {
    case 'initializer': {
      const rate =
        cure.learningRate === null ? '' : `, with a learning rate of ${formatSmall(cure.learningRate)}`
      return `${INITIALIZERS[cure.name] ?? `First weights drawn by ${cure.name}`}${rate}.`
    }
    case 'loss':
      return cure.loss === 'softmax-cross-entropy'
        ? 'Softmax outputs with cross-entropy.'
        : 'Cross-entropy instead of the quadratic loss: its slope does not fade where an output is saturated.'
    case 'learning-rate':
      return `A learning rate of ${formatSmall(cure.value)}.`
    case 'epochs':
      return `More epochs: ${count(cure.value)}.`
    case 'batch-size':
      return `Smaller mini-batches: ${count(cure.value)} images.`
    case 'normalization':
      return 'Inputs from 0 to 1.'
    case 'schedule-end':
      return 'A schedule that leaves every epoch a learning rate.'
    case 'no-stopping':
      return 'More patience, or no stopping rule.'
    case 'less-regularization':
      return cure.kind === 'dropout' ? 'Less dropout.' : 'A weaker penalty, or none.'
    case 'activation':
      return cure.name === 'leaky-relu'
        ? 'Leaky ReLU, which cannot die.'
        : `${cure.name === 'relu' ? 'ReLU' : cure.name} in the hidden layers, with first weights and a learning rate that suit it.`
    case 'batch-norm':
      return 'Batch normalization, which keeps the sums in the middle.'
    case 'units':
      return `More neurons: ${count(cure.value)} in each hidden layer.`
    case 'hidden-layer':
      return `A hidden layer of ${count(cure.units)} neurons.`
    case 'augmentation':
      return 'Augmentation: images that are varied anew in each epoch.'
    case 'dropout':
      return `Dropout of ${formatSmall(cure.share)}, which often helps a little.`
    case 'patience':
      return 'Early stopping, which keeps the best epoch.'
    case 'clipping':
      return 'Clipping of the gradient.'
    case 'data':
      return cure.cure === 'stratify'
        ? 'Stratified parts, in which every class has its share.'
        : 'All images of the test file.'
    case 'more-images':
      return `More training images: the data set has ${count(cure.count)}.`
    case 'more-unseen-images':
      return `More ${cure.part} images to measure on: the data set has ${count(cure.count)}.`
  }
}
