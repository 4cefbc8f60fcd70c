import type { Page } from 'playwright-core'

/** A picture of docs/lecture.md: what a link of the lecture's pages opens, and what a person does there first. */
export interface LecturePicture {
  /** The links that it answers, by their labels in renderer/model/learn/lecture-pages.ts. */
  readonly labels: readonly string[]
  /** What is to be seen. */
  readonly alt: string
  /** Brings the view to what is pictured, and waits until that is there. */
  readonly prepare: (page: Page) => Promise<unknown>
}

const press = (page: Page, name: string | RegExp): Promise<void> =>
  page.getByRole('button', { name, exact: true }).first().click()
async function pressKeys(page: Page, slider: string, keys: readonly string[]): Promise<void> {
  await page.getByRole('slider', { name: slider }).focus()
  for (const key of keys) await page.keyboard.press(key)
}
const times = (count: number, key: string): string[] => new Array<string>(count).fill(key)
const network = (page: Page): Promise<void> => page.getByRole('group', { name: 'The network' }).waitFor()
const walks = (page: Page): Promise<void> => page.getByRole('region', { name: 'Walks' }).waitFor()

/** Pictures by the names of their files in docs/pictures/lecture. */
export const LECTURE_PICTURES: Readonly<Record<string, LecturePicture>> = {
  neuron: {
    labels: ['Learn, Functions: neuron'],
    alt: 'Four points of AND in a plane, the line where the neuron is undecided, and the sliders of two weights and the bias',
    prepare: async (page) => {
      await pressKeys(page, 'Weight w 1', ['End', 'ArrowLeft'])
      await pressKeys(page, 'Weight w 2', ['End', 'ArrowLeft'])
      await pressKeys(page, 'Bias b', ['Home'])
    },
  },
  activations: {
    labels: ['Learn, Functions: activations'],
    alt: 'Curves of four activations, each with a point and its tangent, and three boxes for the slope of ReLU',
    prepare: (page) => pressKeys(page, 'Point on Sigmoid', ['Home', ...times(14, 'PageUp')]),
  },
  bend: {
    labels: ['Learn, Microscope: XOR without a bend'],
    alt: 'XOR after 5,000 updates of a network without a bend: all four outputs are 0.5, and the map has no border',
    prepare: network,
  },
  quotient: {
    labels: ['Learn, Microscope: difference quotient'],
    alt: 'The derivative by one weight beside its difference quotients, and their errors over the size of the step',
    prepare: async (page) => {
      await network(page)
      await page
        .getByRole('heading', { name: 'Difference quotient' })
        .evaluate((heading: { scrollIntoView(): void }) => heading.scrollIntoView())
    },
  },
  cut: {
    labels: ['Learn, Microscope: a cut through your run'],
    alt: 'A trained network on the image of a digit: three pixels, three hidden units and three outputs with their numbers, and a rest for each layer',
    prepare: async (page) => {
      const rest = page.locator('[data-id="rest:0"]')
      await rest.waitFor()
      await press(page, 'To the end')
    },
  },
  step: {
    labels: ['Learn, Descent: one step'],
    alt: 'The parabola u² with a walk that starts at 3 and has taken its first steps towards the bottom',
    prepare: async (page) => {
      await walks(page)
      await pressKeys(page, 'Step', times(3, 'ArrowRight'))
    },
  },
  'when-to-stop': {
    labels: ['Learn, Descent: when to stop'],
    alt: 'Contour lines of a bowl with a walk that the rule with ε has stopped, and the number of its steps',
    prepare: async (page) => {
      await walks(page)
      await pressKeys(page, 'Step', ['End'])
    },
  },
  losses: {
    labels: ['Learn, Functions: losses'],
    alt: 'Squared error over the output of a unit, with a point, its tangent and the derivative',
    prepare: (page) => page.getByRole('slider').first().waitFor(),
  },
  'slow-start': {
    labels: ['Learn, Functions: slow start'],
    alt: 'Loss over the updates of one sigmoid unit: squared error hardly falls at first, cross-entropy falls at once',
    prepare: async (page) => {
      await page.getByRole('slider').first().waitFor()
      await pressKeys(page, 'Update', ['End'])
    },
  },
  rates: {
    labels: ['Learn, Descent: three rates'],
    alt: 'Three walks in one bowl: a rate that crawls, one that arrives and one that flies off',
    prepare: async (page) => {
      await walks(page)
      await pressKeys(page, 'Step', times(15, 'ArrowRight'))
    },
  },
  notation: {
    labels: ['Learn, Microscope: the four notations'],
    alt: 'A network of 2, 2 and 2 units with the names of all its weights, one of them chosen, and above it the choice of four notations',
    prepare: async (page) => {
      const weight = /^Weight from hidden unit 1 to output 2/
      await page.getByRole('group', { name: 'The network' }).getByRole('button', { name: weight }).focus()
      await page.keyboard.press('Enter')
    },
  },
  'mini-batch': {
    labels: ['Learn, Microscope: mini-batch'],
    alt: 'A table of four examples with the slope of each by one weight and their mean, and beside it the update that follows',
    prepare: async (page) => {
      await press(page, 'Mini-batch')
      await page.getByRole('region', { name: 'Mini-batch' }).waitFor()
    },
  },
  'one-ten-all': {
    labels: ['Learn, Data: one, ten, all'],
    alt: 'Accuracy over time of three trainings, one by one, in batches of ten and all at once, and which arrived first',
    prepare: async (page) => {
      await page.getByRole('radio', { name: 'Batches of 10' }).check()
      await press(page, 'Run the race')
      await page.getByText(/^You (won|lost) your bet|^None of them arrived/).waitFor()
    },
  },
  nudge: {
    labels: ['Learn, Microscope: a small nudge'],
    alt: 'A nudge of one weight, the change of the divergence that its slope predicts, and the one that comes',
    prepare: network,
  },
  ways: {
    labels: ['Learn, Microscope: ways to the divergence'],
    alt: 'One way from a weight to the divergence lit in the network, with the factors of each way and their sum',
    prepare: network,
  },
  forward: {
    labels: ['Learn, Microscope: tiny 2-2-2'],
    alt: 'A network of 2, 2 and 2 units on its way forward: the sums and outputs of the hidden layer are computed',
    prepare: network,
  },
  backward: {
    labels: ['Learn, Microscope: backward'],
    alt: 'The same network on its way back: the derivatives by the outputs are there, those by the sums come next',
    prepare: network,
  },
  code: {
    labels: ['Learn, Microscope: code'],
    alt: 'The lines of backpropagation, the one that computes what is drawn lit, below the network',
    prepare: async (page) => {
      await network(page)
      await press(page, 'Code')
      for (let step = 0; step < 6; step++) await press(page, 'One step on')
    },
  },
  exercise: {
    labels: ['Learn, Functions: exercise'],
    alt: 'An empty box for the derivative of Div by the output, beside the curve of Div with a point and its tangent',
    prepare: (page) => page.getByText('what you are to find').waitFor(),
  },
  digits: {
    labels: ['Data'],
    alt: 'Handwritten digits of a data set with their labels, and how many of each class its three parts have',
    prepare: (page) => page.getByRole('img').first().waitFor(),
  },
  train: {
    labels: ['Train, with the lecture’s recipe', 'Train, in the recipe', 'Train, with test'],
    alt: 'The lecture’s recipe beside loss and accuracy by epoch of training and validation part',
    prepare: (page) => page.getByRole('img').first().waitFor(),
  },
  inside: {
    labels: ['Learn, Inside: what its units have learned, epoch by epoch'],
    alt: 'The weights of thirty hidden units as pictures over the pixels, and a slider of the epochs',
    prepare: (page) =>
      page
        .getByRole('region', { name: /: values$/ })
        .getByRole('slider')
        .first()
        .waitFor(),
  },
  sweeps: {
    labels: ['Sweeps, many values at once'],
    alt: 'A sweep over two rates and two seeds, with the accuracy of each run',
    prepare: (page) => page.getByText('Rates and seeds').first().waitFor(),
  },
  race: {
    labels: ['Learn, Descent: a race of optimizers'],
    alt: 'Six optimizers on their ways through a long narrow valley',
    prepare: async (page) => {
      await walks(page)
      await pressKeys(page, 'Step', times(30, 'ArrowRight'))
    },
  },
  depth: {
    labels: ['Learn, Depth: first weights and batch normalization'],
    alt: 'The gradient in each of ten layers: it fades towards the first one by powers of ten, and with batch normalization it does not',
    prepare: (page) => page.getByText(/^Not all layers can learn/).waitFor(),
  },
  piles: {
    labels: ['Learn, Data: three piles'],
    alt: 'Errors on training and validation part by epoch, and the test part, which is sealed until an epoch is chosen',
    prepare: async (page) => {
      await page.getByText('sealed').waitFor()
      await pressKeys(page, 'Epoch', ['End'])
    },
  },
  'bias-and-variance': {
    labels: ['Learn, Data: bias and variance'],
    alt: 'The errors of a run on training and validation part, and what they say about bias and variance',
    prepare: (page) => page.getByRole('region').first().waitFor(),
  },
  inspect: {
    labels: ['Inspect, diagnosis and learning curve'],
    alt: 'The confusion matrix of a run with its diagnosis',
    prepare: (page) => page.locator('[data-cell="1-1"]').waitFor(),
  },
}

/**
 * The file of the picture that answers a link, from docs/, and what is to be seen in it.
 * @throws for a link without one
 */
export function lecturePictureOf(label: string): { file: string; alt: string } {
  const found = Object.entries(LECTURE_PICTURES).find(([, { labels }]) => labels.includes(label))
  if (found === undefined) {
    throw new Error(`No picture of LECTURE_PICTURES answers '${label}', a link of the lecture's pages`)
  }
  return { file: `pictures/lecture/${found[0]}.webp`, alt: found[1].alt }
}
