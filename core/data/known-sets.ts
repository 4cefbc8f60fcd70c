import { numberNames } from './class-names.ts'

/** A published data set whose files have numbers for labels, and what these stand for. */
interface KnownSet {
  readonly title: string
  /** What files and folders of it are called. */
  readonly namePattern: RegExp
  /** The label of its first class. */
  readonly firstLabel: number
  readonly classNames: readonly string[]
  /** The first labels of its test file, which no other data set begins with. */
  readonly firstTestLabels?: readonly number[]
}

const CAPITALS = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ')
const DIGITS = numberNames(10)
/** Small letters that differ from their capitals, which EMNIST's merged classes keep. */
const OTHER_SMALL = Array.from('abdefghnqrt')

/** In the order in which they are tried. EMNIST: Cohen and others 2017; Kuzushiji: Clanuwat and others 2018; Fashion: Xiao and others 2017. */
const KNOWN_SETS: readonly KnownSet[] = [
  {
    title: 'Fashion-MNIST',
    namePattern: /fashion/i,
    firstLabel: 0,
    classNames: [
      ...['T-shirt/top', 'Trouser', 'Pullover', 'Dress', 'Coat'],
      ...['Sandal', 'Shirt', 'Sneaker', 'Bag', 'Ankle boot'],
    ],
    firstTestLabels: [9, 2, 1, 1, 6, 1, 4, 6, 5, 7, 4, 5, 7, 3, 4, 1, 2, 4, 8, 0],
  },
  {
    title: 'Kuzushiji-49',
    namePattern: /k49|kuzushiji-?49/i,
    firstLabel: 0,
    classNames: Array.from(
      'あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもやゆよらりるれろわゐゑをんゝ',
    ),
  },
  {
    title: 'Kuzushiji-MNIST',
    namePattern: /kmnist|k-mnist|kuzushiji/i,
    firstLabel: 0,
    classNames: Array.from('おきすつなはまやれを'),
  },
  {
    title: 'EMNIST letters',
    namePattern: /emnist.?letters/i,
    firstLabel: 1,
    classNames: CAPITALS,
  },
  {
    title: 'EMNIST balanced',
    namePattern: /emnist.?(balanced|bymerge)/i,
    firstLabel: 0,
    classNames: [...DIGITS, ...CAPITALS, ...OTHER_SMALL],
  },
  {
    title: 'EMNIST by class',
    namePattern: /emnist.?byclass/i,
    firstLabel: 0,
    classNames: [...DIGITS, ...CAPITALS, ...CAPITALS.map((letter) => letter.toLowerCase())],
  },
]

/** What is known of files before their classes have names. */
export interface SetClues {
  /** Names of the files and of the folder that they lie in. */
  readonly names: readonly string[]
  /** All classes as the labels write them, in the order of their numbers. */
  readonly classes: readonly string[]
  /** The labels of the test file in its order, as they are written; the first of them are enough. */
  readonly testLabels: readonly string[]
}

/** The data set that files are recognised as. */
export interface RecognisedSet {
  readonly title: string
  /** By what: its first test labels, or the names of files and folder. */
  readonly by: 'labels' | 'name'
  /** Names of the classes, in the order of `SetClues.classes`. */
  readonly classNames: readonly string[]
}

/**
 * Recognises a published data set by its first test labels, else by the name of a file or of the folder, where it has the
 * classes that the labels name, all of them; null for any other.
 */
export function recogniseSet({ names, classes, testLabels }: SetClues): RecognisedSet | null {
  for (const { title, namePattern, firstLabel, classNames, firstTestLabels } of KNOWN_SETS) {
    const hasItsClasses =
      classes.length === classNames.length && classes.every((label, k) => label === String(firstLabel + k))
    if (!hasItsClasses) continue
    const hasItsLabels = firstTestLabels?.every((label, k) => testLabels[k] === String(label)) ?? false
    if (hasItsLabels || names.some((name) => namePattern.test(name))) {
      return { title, by: hasItsLabels ? 'labels' : 'name', classNames }
    }
  }
  return null
}

/** By what a data set was recognised, in a sentence. */
export function describeRecognised({ title, by }: RecognisedSet): string {
  const reason = by === 'labels' ? 'its first test labels' : 'the name of its folder or files'
  return `The classes have the names of ${title}, as which it was recognised by ${reason}.`
}
