import { DIGIT_NAMES } from '#core/data/class-names.ts'
import { DataError } from '#core/data/data-set.ts'
import { FIELD_SIZE } from '#core/data/network-input.ts'
import { MY_DIGITS } from '#core/recipe/data-set-name.ts'
import type { DataSetInfo } from '#contract/types.ts'
import { hashDataSet } from '../content-hash.ts'
import type { DataSource } from '../data-source.ts'

/** Reading drawings takes their schema, which a training on other images does without. */
const loadReader = () => import('../own-digit-files.ts')

/** What is said where nothing was kept yet. */
const NONE_KEPT =
  'There are no digits of your own yet: draw one in Digits and say what it was, or import drawings'

/** The digits that a person wrote and kept, half of each to learn from and half to test on. */
export const myDigits: DataSource = {
  nameHint: MY_DIGITS,
  names: [MY_DIGITS],
  owns: (name) => name === MY_DIGITS,

  async describe(name, { dataFolder }) {
    const { ownDigitsFolder, readOwnDigits } = await loadReader()
    const folder = ownDigitsFolder(dataFolder)
    const info: DataSetInfo = {
      name,
      title: 'My digits',
      origin:
        'Digits that you drew and named. Half of each are to learn from, the others to test on: how well does a network read your hand?',
      state: 'absent',
      problem: NONE_KEPT,
      needs: 'drawing',
      isRemovable: false,
      folder,
      trainingCount: 0,
      testCount: 0,
      rows: FIELD_SIZE,
      columns: FIELD_SIZE,
      channels: 1,
      classNames: DIGIT_NAMES,
    }
    try {
      const { digits } = await readOwnDigits(folder)
      if (digits.length === 0) return info
      const trainingCount = digits.filter(({ digit }) => digit.part === 'training').length
      return {
        ...info,
        ...{ state: 'ready', problem: null, needs: null },
        ...{ trainingCount, testCount: digits.length - trainingCount },
      }
    } catch (error) {
      if (!(error instanceof DataError)) throw error
      return { ...info, state: 'broken', problem: error.message, needs: null }
    }
  },

  async load(_name, { dataFolder, signal }) {
    const { ownDigitsFolder, readOwnDigits } = await loadReader()
    const { digits } = await readOwnDigits(ownDigitsFolder(dataFolder))
    signal?.throwIfAborted()
    if (digits.length === 0) throw new DataError(NONE_KEPT)
    const { ownDigitsToDataSet } = await import('#core/data/own-digits.ts')
    const dataSet = ownDigitsToDataSet(digits.map(({ digit }) => digit))
    return { dataSet, sha256: hashDataSet(dataSet), classCount: DIGIT_NAMES.length }
  },

  async fingerprintFiles(_name, { dataFolder }) {
    const { fingerprintOwnDigits, ownDigitsFolder } = await loadReader()
    return fingerprintOwnDigits(ownDigitsFolder(dataFolder))
  },
}
