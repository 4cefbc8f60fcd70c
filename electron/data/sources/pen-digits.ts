import { DIGIT_NAMES } from '#core/data/class-names.ts'
import { FIELD_SIZE } from '#core/data/network-input.ts'
import { NEWEST_EDITION } from '#core/data/pen-digits/editions.ts'
import { FIRST_EDITION } from '#core/data/pen-digits/first-edition.ts'
import type { PenEdition } from '#core/data/pen-digits/pen-edition.ts'
import type { DataSource } from '../data-source.ts'
import { isThere } from '../file-state.ts'
import { loadPenDigits, penDigitsFolder } from '../pen-digits-store.ts'

/** Digits that the program writes itself: made on first use, then kept. */
export const penDigits: DataSource = {
  nameHint: NEWEST_EDITION.dataSet,
  ...penDigitsOf(NEWEST_EDITION, {
    title: 'Pen digits',
    origin:
      'Digits that the workbench writes itself, from a seed: pen strokes in the writing styles of many hands, varied in slant, size, care and thickness, put into 28 × 28 pixels as a drawing is.',
  }),
}

/** The first edition of them, for recipes that name it. */
export const firstPenDigits: DataSource = {
  nameHint: null,
  ...penDigitsOf(FIRST_EDITION, {
    title: 'Pen digits (first version)',
    origin:
      'The pen digits of earlier recipes, which stay as they were: half as many writing styles, and fewer images. Take Pen digits for a new recipe.',
  }),
}

function penDigitsOf(
  edition: PenEdition,
  words: { readonly title: string; readonly origin: string },
): Omit<DataSource, 'nameHint'> {
  return {
    names: [edition.dataSet],
    owns: (name) => name === edition.dataSet,

    /** Always ready: what is not cached yet, or damaged, is made when it is loaded. */
    async describe(name, { dataFolder }) {
      const folder = penDigitsFolder(dataFolder, edition)
      const isKept = await isThere(folder).catch(() => false)
      const { trainingCount, testCount } = edition.making
      return {
        name,
        ...words,
        state: 'ready',
        problem: null,
        needs: isKept ? null : 'making',
        isRemovable: false,
        folder: isKept ? folder : null,
        trainingCount,
        testCount,
        rows: FIELD_SIZE,
        columns: FIELD_SIZE,
        channels: 1,
        classNames: DIGIT_NAMES,
      }
    },

    async load(_name, options) {
      return { ...(await loadPenDigits(edition, options)), classCount: DIGIT_NAMES.length }
    },

    /** They are the same wherever and whenever they are made. */
    fingerprintFiles: () => Promise.resolve(''),
  }
}
