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
const MICROSCOPE = '/learn/microscope'
const DESCENT = '/learn/descent'
const DATA = '/learn/data'
const DEPTH = '/learn/depth'
const INSIDE = '/learn/inside'
const FUNCTIONS = '/learn/functions'

/** In the lecture's order. */
export const LECTURE_PAGES: readonly LecturePage[] = [
  {
    title: 'A neuron',
    aim: 'Drag two weights and the bias until the line divides the points, and see the bias as the weight of an input that is always 1.',
    answers: [{ path: FUNCTIONS, label: 'Learn, Functions: neuron' }],
  },
  {
    title: 'Activations and their derivatives',
    aim: 'Move a point with its tangent along each curve, and fill the blank of ReLU’s slope.',
    answers: [{ path: FUNCTIONS, label: 'Learn, Functions: activations' }],
  },
  {
    title: 'Gradient descent, step by step',
    aim: 'Start somewhere, take the gradient, and step the other way; predict where the step leads before you take it.',
    answers: [{ path: DESCENT, label: 'Learn, Descent: one step' }],
  },
  {
    title: 'The overall algorithm with ε',
    aim: 'Count the steps until the rule stops, and see it stop where nothing has arrived.',
    answers: [{ path: DESCENT, label: 'Learn, Descent: when to stop' }],
  },
  {
    title: 'Loss functions, L2 divergence',
    aim: 'See each loss over its output with its derivative, what the ½ does, and why squared error starts slowly.',
    answers: [{ path: FUNCTIONS, label: 'Learn, Functions: losses and slow start' }],
  },
  {
    title: 'Learning rate',
    aim: 'See a rate that crawls, one that arrives and one that flies off, side by side.',
    answers: [{ path: DESCENT, label: 'Learn, Descent: three rates' }],
  },
  {
    title: 'Notation',
    aim: 'Name a weight as the lecture, the book, PyTorch and network.py do, and see where their orders of indices differ.',
    answers: [{ path: MICROSCOPE, label: 'Learn, Microscope: the four notations' }],
  },
  {
    title: 'Training steps and batches, total error and its derivative',
    aim: 'See each example’s gradient, their mean or sum, and the update before it is taken.',
    answers: [
      { path: MICROSCOPE, label: 'Learn, Microscope: mini-batch' },
      { path: DATA, label: 'Learn, Data: one, ten, all' },
    ],
  },
  {
    title: 'Rules of calculus',
    aim: 'Nudge one value or several, and compare the change that the slopes predict with the one that comes.',
    answers: [{ path: MICROSCOPE, label: 'Learn, Microscope: a small nudge' }],
  },
  {
    title: 'Chain rule, distributed chain rule, influence diagram',
    aim: 'Light the ways from a weight to the divergence one after the other, with factors, products and their sum.',
    answers: [{ path: MICROSCOPE, label: 'Learn, Microscope: ways to the divergence' }],
  },
  {
    title: 'A tiny network, forward',
    aim: 'Follow sums and outputs unit by unit, with every weight and bias.',
    answers: [{ path: MICROSCOPE, label: 'Learn, Microscope: tiny 2-2-2' }],
  },
  {
    title: 'Backward, layer by layer',
    aim: 'Carry the derivatives back: by the outputs, by the sums, by the weights, biases and inputs.',
    answers: [{ path: MICROSCOPE, label: 'Learn, Microscope: backward' }],
  },
  {
    title: 'Backpropagation as one algorithm, line by line',
    aim: 'Step through twelve lines and see which of them computes what is drawn, with network.py’s names.',
    answers: [{ path: MICROSCOPE, label: 'Learn, Microscope: code' }],
  },
  {
    title: 'Exercise',
    aim: 'Write the derivative of Div by the output, in any form.',
    answers: [{ path: FUNCTIONS, label: 'Learn, Functions: exercise' }],
  },
  {
    title: 'Digits and MNIST',
    aim: 'See the real images: what they look like, how many there are, and into which parts they are divided.',
    answers: [{ path: '/data', label: 'Data' }],
  },
  {
    title: 'network.py',
    aim: 'Train the lecture’s program with its own numbers: 784, 30 and 10 units, 30 epochs, mini-batches of 10, learning rate 3.',
    answers: [
      { path: TRAIN, label: 'Train, with the lecture’s recipe' },
      { path: INSIDE, label: 'Learn, Inside: what its units have learned, epoch by epoch' },
    ],
  },
  {
    title: 'Hyperparameters, RMSprop, amount of data, batch normalization',
    aim: 'Change one of them, train, and see what it does to the curves.',
    answers: [
      { path: TRAIN, label: 'Train, in the recipe' },
      { path: '/sweeps', label: 'Sweeps, many values at once' },
      { path: DESCENT, label: 'Learn, Descent: a race of optimizers' },
      { path: DEPTH, label: 'Learn, Depth: first weights and batch normalization' },
    ],
  },
  {
    title: 'Training, validation and test set',
    aim: 'Train on one part, choose by another, and be told the truth by the third.',
    answers: [
      { path: DATA, label: 'Learn, Data: three piles' },
      { path: TRAIN, label: 'Train, with test' },
    ],
  },
  {
    title: 'Bias and variance',
    aim: 'Tell a network that is too simple from one that has learned by heart, and see whether more images would help.',
    answers: [
      { path: DATA, label: 'Learn, Data: bias and variance' },
      { path: INSPECT, label: 'Inspect, diagnosis and learning curve' },
    ],
  },
]
