import type { Cure, Finding } from '#core/evaluation/diagnosis/finding.ts'
import { formatPercent } from '#core/math/format-percent.ts'
import { formatSmall } from '#shared/measures.ts'
import { describeCure, describeFinding } from '#shared/words/diagnosis-words.ts'
import type { NameOfValue } from '#shared/words/value-names.ts'
import { firstSentence } from './first-sentence.ts'

/** What a finding says, in a sentence of one line where that can be: its numbers and reasons are a click away. */
export function describeFindingBriefly(finding: Finding, nameOf: NameOfValue): string {
  switch (finding.code) {
    case 'symmetric-start':
      return 'All weights start alike, so all neurons of a layer learn the same.'
    case 'squared-outputs':
      return 'MSE punishes these outputs for being too sure, too.'
    case 'dead-units':
      return `${finding.dead} of ${finding.units} neurons of hidden layer ${finding.layer + 1} are dead.`
    case 'wide-start':
      return finding.isHeld ? 'The first weights are too wide.' : 'The first weights may have slowed it down.'
    case 'rate-too-high':
      return `The learning rate of ${formatSmall(finding.learningRate)} is too high.`
    case 'rate-too-low':
      return `The learning rate of ${formatSmall(finding.learningRate)} is too low.`
    case 'idle-end':
      return 'Nothing was learned at the end, at a learning rate of next to 0.'
    case 'still-improving':
      return finding.share === null
        ? 'One epoch is little.'
        : 'The training was still improving when it ended.'
    case 'fading-gradient':
      return `The gradient fades on its way back through ${finding.layers} hidden layers.`
    case 'too-small':
      return `High bias: ${formatPercent(finding.trainingError)} even of its own images misread.`
    case 'overfitting':
      return `High variance: ${formatPercent(finding.trainingError)} of its own images misread, ${formatPercent(finding.unseenError)} of new ones.`
    case 'data':
    case 'diverged':
    case 'few-steps':
    case 'few-unseen-images':
    case 'fine':
    case 'large-inputs':
    case 'neglected-classes':
    case 'regularized-too-much':
    case 'stopped-early':
    case 'stuck-outputs':
    case 'tried':
    case 'unexplained':
    case 'unknown':
      return firstSentence(describeFinding(finding, [], nameOf))
  }
}

/** What helps, in as few words. */
export function describeCureBriefly(cure: Cure, nameOf: NameOfValue): string {
  switch (cure.code) {
    case 'initializer': {
      const rate = cure.learningRate === null ? '' : `, learning rate ${formatSmall(cure.learningRate)}`
      const which = cure.name === 'scaled-normal' ? 'Smaller first' : 'First'
      return `${which} weights (${nameOf('initializer.name', cure.name)})${rate}.`
    }
    case 'loss':
      return cure.loss === 'softmax-cross-entropy'
        ? describeCure(cure, nameOf)
        : 'Cross-entropy instead of MSE.'
    case 'activation':
      return `${nameOf('layers.*.activation', cure.name)} in the hidden layers.`
    case 'more-images':
      return 'More training images.'
    case 'batch-norm':
      return 'Batch normalization.'
    case 'augmentation':
      return 'Augmentation: varied images.'
    case 'batch-size':
    case 'clipping':
    case 'data':
    case 'dropout':
    case 'epochs':
    case 'hidden-layer':
    case 'learning-rate':
    case 'less-regularization':
    case 'more-unseen-images':
    case 'no-stopping':
    case 'normalization':
    case 'patience':
    case 'schedule-end':
    case 'units':
      return describeCure(cure, nameOf)
  }
}
