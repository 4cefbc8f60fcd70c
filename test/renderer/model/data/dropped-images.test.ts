import { describe, expect, it } from 'vitest'
import { commonPlace, meansImages } from '../../../../renderer/model/data/dropped-images.ts'

const file = (name: string): { name: string; isFolder: boolean } => ({ name, isFolder: false })

describe('what is dropped on the window', () => {
  it.each([
    'digits.csv',
    'optdigits.tra',
    'emnist-letters-test-images-idx3-ubyte.gz',
    't10k-labels.idx1-ubyte',
  ])('is a data set anywhere: %s', (name) => {
    for (const place of ['/train', '/runs', '/digits', '/data'])
      expect(meansImages(file(name), place)).toBe(true)
  })

  it('is a data set anywhere where it is a folder', () => {
    expect(meansImages({ name: 'letters', isFolder: true }, '/runs')).toBe(true)
  })

  it('is an archive of weights in Runs, and of images elsewhere', () => {
    expect(meansImages(file('net.npz'), '/runs')).toBe(false)
    expect(meansImages(file('mnist.npz'), '/train')).toBe(true)
  })

  it('is anything in Data that is no file of an assignment', () => {
    expect(meansImages(file('faces.bin'), '/data')).toBe(true)
    expect(meansImages(file('faces.bin'), '/train')).toBe(false)
    expect(meansImages(file('digit.png'), '/digits')).toBe(false)
  })
})

describe('several files at once', () => {
  it('stand for the folder that they lie in', () => {
    expect(commonPlace(['/data/kmnist/a.npz', '/data/kmnist/b.npz'])).toBe('/data/kmnist')
    expect(commonPlace(['C:\\sets\\a.csv', 'C:\\sets\\b.csv'])).toBe('C:\\sets')
    expect(commonPlace(['/data/one.csv'])).toBe('/data/one.csv')
    expect(commonPlace(['/data/a/one.csv', '/data/b/two.csv'])).toBeNull()
    expect(commonPlace([])).toBeNull()
  })
})
