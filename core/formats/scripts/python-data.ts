import type { Recipe } from '../../recipe/recipe.ts'

/** The lines of Python that read the four files of MNIST, zipped or not, as NumPy arrays of bytes. */
export const READ_MNIST = `def read_idx(folder, name):
    """An IDX file as an array: big-endian sizes, then bytes."""
    path = os.path.join(folder, name)
    opened = gzip.open(path + ".gz") if os.path.exists(path + ".gz") else open(path, "rb")
    with opened as file:
        raw = file.read()
    axes = raw[3]
    shape = [int.from_bytes(raw[4 + 4 * k:8 + 4 * k], "big") for k in range(axes)]
    return np.frombuffer(raw, np.uint8, offset=4 + 4 * axes).reshape(shape)


def read_mnist(folder):
    """Images as rows of pixels 0 to 255, and labels: training, then test."""
    images, labels, test_images, test_labels = (
        read_idx(folder, name)
        for name in (
            "train-images-idx3-ubyte", "train-labels-idx1-ubyte",
            "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte",
        )
    )
    return images.reshape(len(images), -1), labels, test_images.reshape(len(test_images), -1), test_labels`

/** How pixels become inputs, as an expression of Python over \`pixels\`; \`x\` are the training images. */
export function inputExpression({ data }: Recipe): string {
  if (data.normalization === 'none') return 'pixels.astype(np.float32)'
  const unit = 'pixels.astype(np.float32) / 255'
  return data.normalization === 'unit' ? unit : `(${unit} - MEAN) / DEVIATION`
}

/** The lines that measure mean and deviation of the training images, where inputs are standardized. */
export function standardizeLines({ data }: Recipe): string {
  if (data.normalization !== 'standardized') return ''
  return `\nMEAN, DEVIATION = (images[:TRAIN] / 255).mean(), (images[:TRAIN] / 255).std()`
}

/** Text that ends up in a comment of Python. */
export const commentOf = (text: string): string => text.replace(/[\r\n]+/g, ' ')
