import { nameOfField } from './field-names.ts'
import { inSentence } from './in-sentence.ts'
import { listAnd, listSome } from '#core/math/list-words.ts'
import { formatFixed } from '#core/math/format-fixed.ts'
import { ACTIVATION_SHAPES, type ActivationName } from '#core/activations/names.ts'
import type {
  Cure,
  Diagnosed,
  Finding,
  NeglectedClass,
  RegularizationKind,
  TrainingWeights,
} from '#core/evaluation/diagnosis/finding.ts'
import { formatPercent } from '#core/math/format-percent.ts'
import { formatSmall } from '../measures.ts'
import { describeDataFinding } from './data-finding-words.ts'
import { describeRunReason } from './reason-words.ts'
import { type NameOfValue, ownWord } from './value-names.ts'

/** A training error up to which images are nearly learned by heart; without any error they are. */
const BY_HEART = 0.005

/** What a finding says and what helps, as sentences with their full stops. */
export interface DiagnosisWords {
  readonly cause: string
  /** One each, the likeliest first; empty where there is nothing to do. */
  readonly cures: readonly string[]
}

/** A finding and its cures as a person reads them. @param classNames of the data set, in the order of the labels @param nameOf what the recipe's values are called */
export function describeDiagnosed(
  { finding, cures }: Diagnosed,
  classNames: readonly string[] = [],
  nameOf: NameOfValue = ownWord,
): DiagnosisWords {
  return {
    cause: describeFinding(finding, classNames, nameOf),
    cures: cures.map((cure) => describeCure(cure, nameOf)),
  }
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
export function describeFinding(
  finding: Finding,
  classNames: readonly string[] = [],
  nameOf: NameOfValue = ownWord,
): string {
  switch (finding.code) {
    case 'diverged':
      return `The numbers left their range in epoch ${finding.epoch}, at a learning rate of ${formatSmall(finding.learningRate)}.`
    case 'data':
      return describeDataFinding(finding.finding, classNames)
    case 'symmetric-start':
      return `All weights start alike (${nameOf('initializer.name', finding.initializer)}), so the neurons of a layer learn the same and count as one.`
    case 'squared-outputs':
      return `MSE over ${inSentence(nameOf('layers.*.activation', finding.output))} outputs punishes an answer for being too sure of the right class, too.`
    case 'dead-units':
      return `${finding.dead} of ${finding.units} neurons of hidden layer ${finding.layer + 1} are dead: they are 0 for every image and learn nothing any more.`
    case 'wide-start':
      return describeWideStart(finding, nameOf)
    case 'stuck-outputs': {
      const outputs =
        finding.classes === null
          ? 'Some outputs seem to be stuck'
          : `${listClasses(finding.classes)}: ${finding.classes.length === 1 ? 'its output is' : 'their outputs are'} stuck`
      return `${outputs} at 0. The first weights are too large: they start the outputs’ sums at about ±${finding.spread.toFixed(0)}, which saturates the outputs: near 0 or 1 the sigmoid hardly learns, as MSE has next to no slope there.`
    }
    case 'neglected-classes':
      return `${listClasses(finding.classes)}.`
    case 'rate-too-high':
      return `The learning rate of ${formatSmall(finding.learningRate)} is too high: about ${formatSmall(finding.fitting)} suits these activations, loss and optimizer. ${describeHighRate(finding)}`
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
        ? `High bias: without a hidden layer ${misreads(finding, 'even ')}.`
        : `High bias: ${misreads(finding, 'even ')}, and nothing but its size (${finding.hidden.join('-')} hidden neurons) explains it.`
    case 'overfitting': {
      const images = `${count(finding.images)} images`
      const fit =
        finding.trainingError <= BY_HEART
          ? `it has ${finding.trainingError === 0 ? '' : 'nearly '}learned its ${images} by heart`
          : `it fits the ${images} that it learned from better than others`
      const rise =
        finding.lossRise === null ? '' : ' The loss on new images has risen again since its lowest.'
      return `High variance: ${misreads(finding)}, but ${formatPercent(finding.unseenError)} of new ones: ${fit}.${rise}`
    }
    case 'fine':
      return finding.trainingWeights === null
        ? `A good fit: the network misreads ${formatPercent(finding.unseenError)} of new images.`
        : `A good fit: ${misreads({ ...finding, trainingWeights: finding.trainingWeights })} and ${formatPercent(finding.unseenError)} of new ones.`
    case 'unexplained':
      return describeUnexplained(finding)
    case 'few-unseen-images':
      return `Only ${count(finding.count)} images measure how it reads new ones: their error is known to ±${formatFixed(100 * finding.margin, 1)} points.`
    case 'tried':
      return describeTried(finding)
    case 'unknown':
      return 'Nothing is known of how these weights were trained.'
  }
}

/** `The learning rate of 10 did at least as well as 0.5 and 3 in runs beside this one.` */
function describeTried({ path, value, others }: Extract<Finding, { code: 'tried' }>): string {
  return `The ${inSentence(nameOfField(path))} of ${formatSmall(value)} did at least as well as ${listSome(others.map(formatSmall), 4)} in runs beside this one, measured on the same images.`
}

/** The loss this much above its lowest has lost what it had gained. */
const LOST = 1.1

/** What shows that a rate is too high, as a sentence. */
function describeHighRate(finding: Extract<Finding, { code: 'rate-too-high' }>): string {
  const { sign, rises, epochs, firstLoss, lastLoss, lowestLoss } = finding
  switch (sign) {
    case 'guessing':
      return `After ${countEpochs(epochs)} the network is hardly better than a guess.`
    case 'not-falling':
      return `The training loss hardly fell over ${countEpochs(epochs)}: from ${formatSmall(firstLoss)} to ${formatSmall(lastLoss)}.`
    case 'rising': {
      const end =
        lastLoss > LOST * lowestLoss
          ? `, and ended at ${formatSmall(lastLoss)}, above its lowest, ${formatSmall(lowestLoss)}`
          : ''
      return `The training loss rose in ${rises} of ${countEpochs(epochs)}, by more than noise${end}.`
    }
  }
}

/**
 * `the network misreads 1.39 % of the images that it learned from`; what was counted while the weights still moved is called so.
 * @param even 'even ' where it is much
 */
function misreads(
  { trainingError, trainingWeights }: { trainingError: number; trainingWeights: TrainingWeights },
  even: '' | 'even ' = '',
): string {
  const share = `${formatPercent(trainingError)} ${even}of`
  return trainingWeights === 'finished'
    ? `the network misreads ${share} the images that it learned from`
    : `while it trained, the network misread ${share} its training images in the last epoch`
}

function describeUnexplained({
  trainingError,
  trainingWeights,
  unseenError,
}: Extract<Finding, { code: 'unexplained' }>): string {
  const unexplained = 'nothing that is known of the run explains it'
  if (trainingWeights === null) {
    const unknown =
      'its error on the images that it learned from is unknown, as dropout or augmentation was on while it was measured'
    return unseenError === null
      ? `There were no new images to measure the network on, and ${unknown}.`
      : `The network misreads ${formatPercent(unseenError)} of new images; ${unknown}.`
  }
  const told = capitalized(misreads({ trainingError, trainingWeights }))
  return unseenError === null
    ? `${told}; there were no new images to measure it on.`
    : `${told} and ${formatPercent(unseenError)} of new ones; ${unexplained}.`
}

const capitalized = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1)

type WideStart = Extract<Finding, { code: 'wide-start' }>

/** That the first weights are too wide; where they no longer hold the network back, after what is left of it. */
function describeWideStart(finding: WideStart, nameOf: NameOfValue): string {
  const { initializer, activation, spread, isHeld } = finding
  const flat = describeFlat(finding)
  const drawn = (tense: 'start' | 'started'): string =>
    `drawn by ${nameOf('initializer.name', initializer)}, they ${tense} the first layer’s sums at about ±${spread.toFixed(0)}, where ${inSentence(nameOf('layers.*.activation', activation))} neurons`
  if (ACTIVATION_SHAPES[activation] !== 'squashing') {
    return `The first weights are too wide: ${drawn('start')} answer far too strongly.${flat === '' ? '' : ` ${flat}`}`
  }
  return isHeld
    ? `The first weights are too wide: ${drawn('start')} can hardly learn.${flat === '' ? '' : ` ${flat}`}`
    : `${flat === '' ? '' : `${flat} `}The first weights may have slowed it down: ${drawn('started')} learn slowly.`
}

/** How many hidden neurons are dead or saturated and what that means, as a sentence; empty where none is, or nobody looked. */
function describeFlat({ activation, flat, units }: WideStart): string {
  if (flat === null) return ''
  const { dead, saturated } = flat
  const counts = [
    ...(dead === 0 ? [] : [`${dead} ${dead === 1 ? 'is' : 'are'} dead`]),
    ...(saturated === 0 ? [] : [`${saturated} ${saturated === 1 ? 'is' : 'are'} saturated`]),
  ]
  if (counts.length === 0) return ''
  const images =
    saturated === 0 ? 'all images' : dead === 0 ? 'nine of ten images' : 'all images or on nine of ten'
  return `Of ${units} hidden neurons ${listAnd(counts)}: on ${images} they ${FLAT[activation] ?? 'answer nearly the same'}.`
}

/** How neurons answer that are flat. */
const FLAT: Partial<Readonly<Record<ActivationName, string>>> = {
  sigmoid: 'are near 0 or 1, where the sigmoid hardly learns',
  tanh: 'are near −1 or 1, where tanh hardly learns',
}

/** `Of the validation images, 9 (recall 5.00 %) is hardly ever recognized`, at the beginning of a sentence. */
function listClasses(classes: readonly NeglectedClass[]): string {
  const names = classes.map(({ name, recall }) => `${name} (recall ${formatPercent(recall)})`)
  const list = listAnd(names)
  const images = classes[0] === undefined ? '' : `Of the ${classes[0].part} images, `
  return `${images}${list} ${classes.length === 1 ? 'is' : 'are'} hardly ever recognized`
}

/** @param called what the initializer is called where this is read */
function describeInitializer(name: string, called: string): string {
  switch (name) {
    case 'scaled-normal':
      return `Smaller first weights: ${called}, N(0, 1) / √n`
    case 'he-normal':
    case 'lecun-normal':
      return `First weights that suit these activations: ${called}`
    default:
      return `First weights drawn by ${called}`
  }
}

/** What helps, in a sentence. */
export function describeCure(cure: Cure, nameOf: NameOfValue = ownWord): string {
  switch (cure.code) {
    case 'initializer': {
      const rate =
        cure.learningRate === null ? '' : `, with a learning rate of ${formatSmall(cure.learningRate)}`
      return `${describeInitializer(cure.name, nameOf('initializer.name', cure.name))}${rate}.`
    }
    case 'loss':
      return cure.loss === 'softmax-cross-entropy'
        ? 'Softmax outputs with cross-entropy.'
        : 'Cross-entropy instead of MSE: its slope does not fade where an output is saturated.'
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
        : `${cure.name === 'relu' ? 'ReLU' : nameOf('layers.*.activation', cure.name)} in the hidden layers, with first weights and a learning rate that suit it.`
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
