/** A file to download: its name at every mirror, and what its bytes must be. */
export interface RemoteFile {
  readonly name: string
  readonly sizeBytes: number
  /** Hexadecimal. */
  readonly md5: string
}

/** MNIST's four gzipped files. Sizes and MD5 as torchvision and the original page give them. */
export const MNIST_FILES: readonly RemoteFile[] = [
  {
    name: 'train-images-idx3-ubyte.gz',
    sizeBytes: 9_912_422,
    md5: 'f68b3c2dcbeaaa9fbdd348bbdeb94873',
  },
  { name: 'train-labels-idx1-ubyte.gz', sizeBytes: 28_881, md5: 'd53e105ee54ea40749a09fcbcd1e9432' },
  { name: 't10k-images-idx3-ubyte.gz', sizeBytes: 1_648_877, md5: '9fb629c4189551a2d022fa330f9573f3' },
  { name: 't10k-labels-idx1-ubyte.gz', sizeBytes: 4_542, md5: 'ec29112dd5afa0611ce80d1b7f02629c' },
]

/** Public mirrors of MNIST, in the order in which they are tried. */
export const MNIST_MIRRORS: readonly string[] = [
  'https://ossci-datasets.s3.amazonaws.com/mnist/',
  'https://storage.googleapis.com/cvdf-datasets/mnist/',
]
