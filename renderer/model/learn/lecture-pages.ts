import { DATA_STATES } from './data-state.ts'
import { DEPTH_STATES } from './depth-state.ts'
import { DESCENT_STATES } from './descent-state.ts'
import { FUNCTIONS_STATES } from './functions-state.ts'
import { INSIDE_STATES } from './inside-state.ts'
import { PREPARED } from './microscope-state.ts'
import type { ViewStates } from './path/stop-states.ts'

/** Where a page of the lecture can be tried. */
export interface LectureAnswer {
  /** Address in the window. */
  readonly path: string
  /** What the link says: place or view, and what in it. */
  readonly label: string
  /** What the view of Learn opens with; without it the place opens as it was left. */
  readonly states?: () => Partial<ViewStates>
  /** Whether the microscope opens with a cut through the current run, where there is one. */
  readonly cutsRun?: boolean
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
    answers: [
      {
        path: FUNCTIONS,
        label: 'Learn, Functions: neuron',
        states: () => ({ functions: FUNCTIONS_STATES.neuron }),
      },
    ],
  },
  {
    title: 'Activations and their derivatives',
    aim: 'Move a point with its tangent along each curve, and fill the blank of ReLU’s slope.',
    answers: [
      {
        path: FUNCTIONS,
        label: 'Learn, Functions: activations',
        states: () => ({ functions: FUNCTIONS_STATES.slopes }),
      },
    ],
  },
  {
    title: 'The activation must not be linear',
    aim: 'See two layers that do not bend fail at XOR, with one straight border, and change their activation.',
    answers: [
      {
        path: MICROSCOPE,
        label: 'Learn, Microscope: XOR without a bend',
        states: () => ({ microscope: PREPARED.bend() }),
      },
    ],
  },
  {
    title: 'Gradient descent, step by step',
    aim: 'Start somewhere, take the gradient, and step the other way; predict where the step leads before you take it.',
    answers: [
      { path: DESCENT, label: 'Learn, Descent: one step', states: () => ({ descent: DESCENT_STATES.step }) },
    ],
  },
  {
    title: 'The overall algorithm with ε',
    aim: 'Count the steps until the rule stops, and see it stop where nothing has arrived.',
    answers: [
      {
        path: DESCENT,
        label: 'Learn, Descent: when to stop',
        states: () => ({ descent: DESCENT_STATES.epsilon }),
      },
    ],
  },
  {
    title: 'Loss functions, L2 divergence',
    aim: 'See each loss over its output with its derivative, what the ½ does, and why squared error starts slowly.',
    answers: [
      {
        path: FUNCTIONS,
        label: 'Learn, Functions: losses',
        states: () => ({ functions: FUNCTIONS_STATES.losses }),
      },
      {
        path: FUNCTIONS,
        label: 'Learn, Functions: slow start',
        states: () => ({ functions: FUNCTIONS_STATES.slow }),
      },
    ],
  },
  {
    title: 'Learning rate',
    aim: 'See a rate that crawls, one that arrives and one that flies off, side by side.',
    answers: [
      {
        path: DESCENT,
        label: 'Learn, Descent: three rates',
        states: () => ({ descent: DESCENT_STATES.rate }),
      },
    ],
  },
  {
    title: 'Notation',
    aim: 'Name a weight as the lecture, the book, PyTorch and network.py do, and see where their orders of indices differ.',
    answers: [
      {
        path: MICROSCOPE,
        label: 'Learn, Microscope: the four notations',
        states: () => ({ microscope: PREPARED.notation() }),
      },
    ],
  },
  {
    title: 'Training steps and batches, total error and its derivative',
    aim: 'See each example’s gradient, their mean or sum, and the update before it is taken.',
    answers: [
      {
        path: MICROSCOPE,
        label: 'Learn, Microscope: mini-batch',
        states: () => ({ microscope: PREPARED.total() }),
      },
      { path: DATA, label: 'Learn, Data: one, ten, all', states: () => ({ data: DATA_STATES.batches }) },
    ],
  },
  {
    title: 'Rules of calculus',
    aim: 'Nudge one value or several, and compare the change that the slopes predict with the one that comes.',
    answers: [
      {
        path: MICROSCOPE,
        label: 'Learn, Microscope: a small nudge',
        states: () => ({ microscope: PREPARED.nudge() }),
      },
    ],
  },
  {
    title: 'Chain rule, distributed chain rule, influence diagram',
    aim: 'Light the ways from a weight to the divergence one after the other, with factors, products and their sum.',
    answers: [
      {
        path: MICROSCOPE,
        label: 'Learn, Microscope: ways to the divergence',
        states: () => ({ microscope: PREPARED.paths() }),
      },
    ],
  },
  {
    title: 'A tiny network, forward',
    aim: 'Follow sums and outputs unit by unit, with every weight and bias.',
    answers: [
      {
        path: MICROSCOPE,
        label: 'Learn, Microscope: tiny 2-2-2',
        states: () => ({ microscope: { ...PREPARED.forward(), covered: [] } }),
      },
    ],
  },
  {
    title: 'Backward, layer by layer',
    aim: 'Carry the derivatives back: by the outputs, by the sums, by the weights, biases and inputs.',
    answers: [
      {
        path: MICROSCOPE,
        label: 'Learn, Microscope: backward',
        states: () => ({ microscope: { ...PREPARED.backward(), covered: [] } }),
      },
    ],
  },
  {
    title: 'Backpropagation as one algorithm, line by line',
    aim: 'Step through twelve lines and see which of them computes what is drawn, with network.py’s names.',
    answers: [
      { path: MICROSCOPE, label: 'Learn, Microscope: code', states: () => ({ microscope: PREPARED.code() }) },
    ],
  },
  {
    title: 'Analytically, or by finite differences',
    aim: 'Hold a derivative against difference quotients with steps of all sizes, in float64 and float32.',
    answers: [
      {
        path: MICROSCOPE,
        label: 'Learn, Microscope: difference quotient',
        states: () => ({ microscope: PREPARED.quotient() }),
      },
    ],
  },
  {
    title: 'Exercise',
    aim: 'Write the derivative of Div by the output, in any form.',
    answers: [
      {
        path: FUNCTIONS,
        label: 'Learn, Functions: exercise',
        states: () => ({ functions: FUNCTIONS_STATES.exercise }),
      },
    ],
  },
  {
    title: 'Digits and MNIST',
    aim: 'See the real images: what they look like, how many there are, and into which parts they are divided.',
    answers: [{ path: '/data', label: 'Data' }],
  },
  {
    title: 'A real example, digit classification',
    aim: 'Follow the same arithmetic through a network of your own on one image; what is not drawn is summed as a rest.',
    answers: [{ path: MICROSCOPE, label: 'Learn, Microscope: a cut through your run', cutsRun: true }],
  },
  {
    title: 'network.py',
    aim: 'Train the lecture’s program with its own numbers: 784, 30 and 10 units, 30 epochs, mini-batches of 10, learning rate 3.',
    answers: [
      { path: TRAIN, label: 'Train, with the lecture’s recipe' },
      {
        path: INSIDE,
        label: 'Learn, Inside: what its units have learned, epoch by epoch',
        states: () => ({ inside: INSIDE_STATES.hidden }),
      },
    ],
  },
  {
    title: 'Hyperparameters, RMSprop, amount of data, batch normalization',
    aim: 'Change one of them, train, and see what it does to the curves.',
    answers: [
      { path: TRAIN, label: 'Train, in the recipe' },
      { path: '/sweeps', label: 'Sweeps, many values at once' },
      {
        path: DESCENT,
        label: 'Learn, Descent: a race of optimizers',
        states: () => ({ descent: DESCENT_STATES.race }),
      },
      {
        path: DEPTH,
        label: 'Learn, Depth: first weights and batch normalization',
        states: () => ({ depth: DEPTH_STATES.deep }),
      },
    ],
  },
  {
    title: 'Training, validation and test set',
    aim: 'Train on one part, choose by another, and be told the truth by the third.',
    answers: [
      { path: DATA, label: 'Learn, Data: three piles', states: () => ({ data: DATA_STATES.piles }) },
      { path: TRAIN, label: 'Train, with test' },
    ],
  },
  {
    title: 'Bias and variance',
    aim: 'Tell a network that is too simple from one that has learned by heart, and see whether more images would help.',
    answers: [
      {
        path: DATA,
        label: 'Learn, Data: bias and variance',
        states: () => ({ data: DATA_STATES.diagnosis }),
      },
      { path: INSPECT, label: 'Inspect, diagnosis and learning curve' },
    ],
  },
]
