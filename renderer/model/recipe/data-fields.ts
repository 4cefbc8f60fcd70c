import { NORMALIZATION_CHOICES } from './recipe-choices.ts'
import type { RecipeFieldInfo } from './recipe-field-info.ts'

/** Fields on the images that a network learns from, in the order of the form. */
export const DATA_FIELDS: readonly RecipeFieldInfo[] = [
  {
    path: 'data.dataSet',
    section: 'Data',
    label: 'Data set',
    help: 'The images that the network learns from and is tested on; several data sets can be mixed, as in mnist+pen-digits-2.',
  },
  {
    path: 'data.trainSize',
    section: 'Data',
    label: 'Training',
    unit: 'images',
    help: 'The first so many images of the training file; the network learns from these.',
  },
  {
    path: 'data.validationSize',
    section: 'Data',
    label: 'Validation',
    unit: 'images',
    help: 'The last so many images of the training file; they measure each epoch and are never learned from. 0 leaves the part out.',
  },
  {
    path: 'data.testSize',
    section: 'Data',
    label: 'Test',
    unit: 'images',
    help: 'The first so many images of the test file; they give the log’s count of right answers. 0 leaves the part out.',
  },
  {
    path: 'data.isStratified',
    section: 'Data',
    label: 'Stratified',
    help: 'Chooses training and validation images so that every class has its share, in place of the first and the last of the file.',
  },
  {
    path: 'data.normalization',
    section: 'Data',
    label: 'Pixel values',
    help: 'The number that the network gets for the brightness of a pixel.',
    choices: NORMALIZATION_CHOICES,
  },
  {
    path: 'data.augmentation',
    section: 'Augmentation',
    label: 'Vary the images',
    help: 'Moves, turns and bends each training image a little, differently in every epoch, so that the network sees more handwriting than there is.',
    whenOn: {
      shift: 2,
      rotation: 10,
      scale: 0.1,
      shear: 0.1,
      elasticStrength: 0,
      elasticSmoothness: 6,
      thickness: 0,
    },
  },
  {
    path: 'data.augmentation.shift',
    section: 'Augmentation',
    label: 'Shift',
    unit: 'pixels',
    help: 'The most that an image is moved to any side.',
  },
  {
    path: 'data.augmentation.rotation',
    section: 'Augmentation',
    label: 'Rotation',
    unit: 'degrees',
    help: 'The most that an image is turned to either side.',
  },
  {
    path: 'data.augmentation.scale',
    section: 'Augmentation',
    label: 'Scale',
    help: 'The largest change of size: 0.1 makes an image up to a tenth smaller or larger.',
  },
  {
    path: 'data.augmentation.shear',
    section: 'Augmentation',
    label: 'Shear',
    help: 'The most that an image leans: 0.2 moves its top, and its bottom the other way, by up to a tenth of its height.',
  },
  {
    path: 'data.augmentation.elasticStrength',
    section: 'Augmentation',
    label: 'Elastic strength',
    unit: 'pixels',
    help: 'How strongly an image is bent as if it lay on rubber, α of Simard 2003; 34 is usual, 0 turns it off.',
  },
  {
    path: 'data.augmentation.elasticSmoothness',
    section: 'Augmentation',
    label: 'Elastic smoothness',
    unit: 'pixels',
    help: 'How wide the bends are, σ of Simard 2003: small wrinkles, large leans; 4 to 8 is usual.',
    isUsed: ({ data }) => data.augmentation !== null && Number(data.augmentation.elasticStrength) !== 0,
  },
  {
    path: 'data.augmentation.thickness',
    section: 'Augmentation',
    label: 'Stroke thickness',
    unit: 'pixels',
    help: 'The most that strokes are made thinner or thicker.',
  },
]
