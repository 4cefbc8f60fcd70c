import { describe, expect, it } from 'vitest'
import { numberNames } from '#core/data/class-names.ts'
import { describeRecognised, recogniseSet } from '#core/data/known-sets.ts'

const named = (name: string, count: number, first = 0): readonly string[] | undefined =>
  recogniseSet({
    names: ['t10k-labels-idx1-ubyte', name],
    classes: numberNames(count + first).slice(first),
    testLabels: [],
  })?.classNames

describe('a published data set', () => {
  it('is recognised by the name of its folder or files, where it has its classes', () => {
    expect(named('Fashion_MNIST', 10)).toEqual(
      expect.arrayContaining(['T-shirt/top', 'Trouser', 'Sneaker', 'Ankle boot']),
    )
    expect(named('kmnist-test-imgs.npz', 10)?.join('')).toBe('おきすつなはまやれを')
    expect(named('k49-test-imgs.npz', 49)?.at(-1)).toBe('ゝ')
    expect(named('emnist-letters-test-images-idx3-ubyte.gz', 26, 1)?.join('')).toBe(
      'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
    )
    expect(named('emnist-balanced-test.csv', 47)?.slice(36).join('')).toBe('abdefghnqrt')
    expect(named('emnist-byclass-test.csv', 62)?.at(61)).toBe('z')
    expect(named('fashion', 9)).toBeUndefined()
    expect(named('emnist-letters', 26)).toBeUndefined()
    expect(named('mnist', 10)).toBeUndefined()
  })

  // As many public programs print them: `y_test[:20]` of Keras' fashion_mnist.
  const first = [9, 2, 1, 1, 6, 1, 4, 6, 5, 7, 4, 5, 7, 3, 4, 1, 2, 4, 8, 0]

  it('is recognised by its first test labels, whatever its files are called', () => {
    const clues = { names: ['data.npz'], classes: numberNames(10), testLabels: first.map(String) }
    const recognised = recogniseSet(clues)!
    expect(recognised.classNames[9]).toBe('Ankle boot')
    expect(describeRecognised(recognised)).toBe(
      'The classes have the names of Fashion-MNIST, as which it was recognised by its first test labels.',
    )
    expect(recogniseSet({ ...clues, testLabels: clues.testLabels.slice(1) })).toBeNull()
  })

  it('names each class once', () => {
    for (const [name, count, from] of [
      ['fashion', 10, 0],
      ['kmnist', 10, 0],
      ['k49', 49, 0],
      ['emnist-letters', 26, 1],
      ['emnist-bymerge', 47, 0],
      ['emnist-byclass', 62, 0],
    ] as const) {
      expect(new Set(named(name, count, from)).size, name).toBe(count)
    }
  })
})
