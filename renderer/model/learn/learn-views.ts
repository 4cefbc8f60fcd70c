/** A view of the place Learn, as its tabs and links list it. */
export interface LearnViewInfo {
  /** In the address: `/learn/lecture`. */
  readonly id: string
  readonly label: string
  /** What it is for, in a few words. */
  readonly hint: string
}

/** In the order of the tabs. */
export const LEARN_VIEWS = [
  {
    id: 'path',
    label: 'Path',
    hint: 'Stops with a question each, through the lecture',
  },
  {
    id: 'lecture',
    label: 'Lecture',
    hint: 'The pages of the lecture, and where each of them can be tried',
  },
  {
    id: 'microscope',
    label: 'Microscope',
    hint: 'A small network with every number of its forward and backward pass',
  },
  {
    id: 'functions',
    label: 'Functions',
    hint: 'Neuron, activations and losses with a point to move, and the lecture’s exercise',
  },
  {
    id: 'descent',
    label: 'Descent',
    hint: 'Gradient descent on functions that can be seen, with any optimizer',
  },
  {
    id: 'inside',
    label: 'Inside',
    hint: 'What the units of your own run have learned, epoch by epoch',
  },
  {
    id: 'data',
    label: 'Data',
    hint: 'Mini-batches of one, ten and all against each other; three parts with a sealed test; bias and variance',
  },
  {
    id: 'depth',
    label: 'Depth',
    hint: 'Ten layers: what of the signal and of the gradient arrives, under each start and activation',
  },
  {
    id: 'assignments',
    label: 'Assignments',
    hint: 'Questions and a recipe from your teacher, to solve and hand in; to make and check for teachers',
  },
] as const satisfies readonly LearnViewInfo[]

export type LearnViewId = (typeof LEARN_VIEWS)[number]['id']

/** The view of an address; the first where it names none. */
export function learnViewOf(id: unknown): LearnViewId {
  return LEARN_VIEWS.find((view) => view.id === id)?.id ?? LEARN_VIEWS[0].id
}

/** The address of a view. */
export const learnPath = (id: LearnViewId): string => `/learn/${id}`
