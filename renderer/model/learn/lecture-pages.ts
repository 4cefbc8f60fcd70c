/** Where a page of the lecture can be tried. */
export interface LectureAnswer {
  /** Address in the window. */
  readonly path: string
  /** What the link says: place or view, and what in it. */
  readonly label: string
}

/** A page of the lecture on fully connected networks, or several on one matter. */
export interface LecturePage {
  readonly title: string
  /** What a student is to be able to do with it, as one sentence. */
  readonly aim: string
  readonly answers: readonly LectureAnswer[]
}

const TRAIN = '/train'
const INSPECT = '/inspect'

/** In the lecture's order. */
export const LECTURE_PAGES: readonly LecturePage[] = [
  {
    title: 'Digits and MNIST',
    aim: 'See the real images: what they look like, how many there are, and into which parts they are divided.',
    answers: [{ path: '/data', label: 'Data' }],
  },
  {
    title: 'network.py',
    aim: 'Train the lecture’s program with its own numbers: 784, 30 and 10 units, 30 epochs, mini-batches of 10, learning rate 3.',
    answers: [{ path: TRAIN, label: 'Train, with the lecture’s recipe' }],
  },
  {
    title: 'Hyperparameters, RMSprop, amount of data, batch normalization',
    aim: 'Change one of them, train, and see what it does to the curves.',
    answers: [
      { path: TRAIN, label: 'Train, in the recipe' },
      { path: '/sweeps', label: 'Sweeps, many values at once' },
    ],
  },
  {
    title: 'Bias and variance',
    aim: 'Tell a network that is too simple from one that has learned by heart, and see whether more images would help.',
    answers: [{ path: INSPECT, label: 'Inspect, diagnosis and learning curve' }],
  },
]
