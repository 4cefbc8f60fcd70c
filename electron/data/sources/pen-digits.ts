import { DIGIT_NAMES } from '#core/data/class-names.ts'
import { FIELD_SIZE } from '#core/data/network-input.ts'
import { DEFAULT_PEN_DIGITS } from '#core/data/pen-digits/pen-digits.ts'
import type { DataSource } from '../data-source.ts'
import { isThere } from '../file-state.ts'
import { loadPenDigits, penDigitsFolder } from '../pen-digits-store.ts'

const NAME = 'pen-digits'

/** Digits that the program writes itself: made on first use, then kept. */
export const penDigits: DataSource = {
  nameHint: NAME,
  names: [NAME],
  owns: (name) => name === NAME,

  /** Always ready: what is not cached yet, or damaged, is made when it is loaded. */
  async describe(name, { dataFolder }) {
    const folder = penDigitsFolder(dataFolder)
    const isKept = await isThere(folder).catch(() => false)
    const { trainingCount, testCount } = DEFAULT_PEN_DIGITS
    return {
      name,
      title: 'Pen digits',
      origin:
        'Digits that the workbench writes itself, from a seed: pen strokes in several writing styles, varied in slant, size, speed and thickness, put into 28 × 28 pixels as a drawing is.',
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
    return { ...(await loadPenDigits(options)), classCount: DIGIT_NAMES.length }
  },

  /** They are the same wherever and whenever they are made. */
  fingerprintFiles: () => Promise.resolve(''),
}
