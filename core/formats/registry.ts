import type { FoundNetwork } from './found-network.ts'
import type { FormatOption, FormatTools, WeightFormat } from './weight-format.ts'
import { describeForeignFile, describeUnknownFile } from './foreign-file.ts'
import { ONNX_OPTIONS } from './onnx/onnx-options.ts'
import { FormatError } from './format-error.ts'

/** All formats of files with weights, in the order in which they are offered. A new one is an entry here and its file. */
const FORMATS = [
  {
    name: 'network2',
    title: 'JSON of network2.py',
    extension: 'json',
    description:
      "Sizes, weights, biases and cost as text; read by the lecture's network2.py, by this program, and by any other with a JSON reader.",
    loadWriter: async () => (await import('./network2/write-network2.ts')).network2Writer,
    loadReader: async () => (await import('./network2/read-network2.ts')).network2Reader,
  },
  {
    name: 'onnx',
    title: 'ONNX',
    extension: 'onnx',
    description:
      'A computation from pixels to answers as 32-bit numbers, with the recipe beside it; run by ONNX Runtime and shown by Netron.',
    options: ONNX_OPTIONS,
    loadWriter: async () => (await import('./onnx/write-onnx.ts')).onnxWriter,
    loadReader: async () => (await import('./onnx/read-onnx.ts')).onnxReader,
  },
  {
    name: 'safetensors',
    title: 'safetensors',
    extension: 'safetensors',
    description:
      "Weights under PyTorch's names with the recipe beside them, as 32-bit numbers; read by PyTorch, JAX and whatever reads safetensors.",
    loadWriter: async () => (await import('./safetensors/write-safetensors.ts')).safetensorsWriter,
    loadReader: async () => (await import('./safetensors/read-safetensors.ts')).safetensorsReader,
  },
  {
    name: 'npz',
    title: 'NumPy NPZ',
    extension: 'npz',
    description:
      'Weights and biases as arrays with all their digits, and the recipe as text; read by numpy.load.',
    loadWriter: async () => (await import('./npz/write-npz.ts')).npzWriter,
    loadReader: async () => (await import('./npz/read-npz.ts')).npzReader,
  },
  {
    name: 'html',
    title: 'page with a drawing pad',
    extension: 'html',
    description:
      'One web page with the network inside, which answers as it is drawn on; opened by a double click in any browser, without a network connection, and read by this program.',
    loadWriter: async () => (await import('./html/write-html.ts')).htmlWriter,
    loadReader: async () => (await import('./html/read-html.ts')).htmlReader,
  },
  {
    name: 'numpy-script',
    title: 'script for NumPy',
    extension: 'py',
    description:
      "The training in the style of the lecture's program, some 100 lines of Python that need NumPy and the four files of MNIST.",
    loadWriter: async () => (await import('./scripts/numpy-script.ts')).numpyScriptWriter,
  },
  {
    name: 'pytorch-script',
    title: 'script for PyTorch',
    extension: 'py',
    description:
      'The training as a short script that needs PyTorch and the four files of MNIST, and can begin with weights as safetensors.',
    loadWriter: async () => (await import('./scripts/pytorch-script.ts')).pytorchScriptWriter,
  },
  {
    name: 'keras-script',
    title: 'script for Keras',
    extension: 'py',
    description:
      'The training as a short script that needs Keras 3 and the four files of MNIST, and can begin with weights as NPZ.',
    loadWriter: async () => (await import('./scripts/keras-script.ts')).kerasScriptWriter,
  },
  {
    name: 'weight-pictures',
    title: 'pictures of weights',
    extension: 'png',
    description:
      "The first layer's weights as one picture, a square for each unit, blue above 0 and orange below; shown by any program for pictures.",
    loadWriter: async () => (await import('./weight-pictures/write-weight-pictures.ts')).weightPicturesWriter,
  },
  {
    name: 'pytorch',
    title: 'state_dict of PyTorch',
    extension: 'pth',
    otherExtensions: ['pt', 'ckpt', 'tar'],
    description:
      'Tensors by the names of layers, as torch.save(model.state_dict(), file) writes them; read only.',
    loadReader: async () => (await import('./pytorch/read-pytorch.ts')).pytorchReader,
  },
  {
    name: 'numpy-pickle',
    title: 'pickle of NumPy arrays',
    extension: 'pkl',
    otherExtensions: ['pickle'],
    description: "A dict or list of NumPy's arrays, as pickle.dump(params, file) writes it; read only.",
    loadReader: async () => (await import('./numpy-pickle/read-numpy-pickle.ts')).numpyPickleReader,
  },
  {
    name: 'keras',
    title: 'Keras',
    extension: 'keras',
    otherExtensions: ['h5', 'hdf5'],
    description:
      'A model with its layers and weights as model.save writes it, or the weights alone as model.save_weights does; read only.',
    loadReader: async () => (await import('./keras/read-keras.ts')).kerasReader,
  },
] as const satisfies readonly WeightFormat[]

type Format = (typeof FORMATS)[number]
/** A format in which weights can be exported, with its entry. */
export type WritableFormat = Extract<Format, { loadWriter: unknown }>
type ReadableFormat = Extract<Format, { loadReader: unknown }>

/** A format in which weights can be exported. */
export type WritableFormatName = WritableFormat['name']

/** The formats that can be written, the usual one first. */
export const WRITABLE_FORMATS: readonly WritableFormat[] = FORMATS.filter((format) => 'loadWriter' in format)

/** The names of the formats that can be written, the usual one first. */
export const WRITABLE_FORMAT_NAMES = WRITABLE_FORMATS.map((format) => format.name)

/** The formats that can be read. */
export const READABLE_FORMATS: readonly ReadableFormat[] = FORMATS.filter((format) => 'loadReader' in format)

/** Endings of files that can be read, without the dot. */
export const READABLE_EXTENSIONS: readonly string[] = [
  ...new Set(
    READABLE_FORMATS.flatMap((format: WeightFormat) => [format.extension, ...(format.otherExtensions ?? [])]),
  ),
]

/** What whoever writes a file of a format can choose. */
export const optionsOf = ({
  options = [],
}: Pick<WeightFormat, 'name' | 'options'>): readonly FormatOption[] => options

/** The format of that name. */
export function writableFormat(name: WritableFormatName): WritableFormat {
  return WRITABLE_FORMATS[WRITABLE_FORMAT_NAMES.indexOf(name)]!
}

/** A network as its file has it, and the format of the file. */
export interface FoundFile {
  readonly format: ReadableFormat
  readonly network: FoundNetwork
}

/**
 * Reads the weights of a file of any format that can be read, whatever the file is called.
 * @param fileName without its folder
 * @throws FormatError
 */
export async function findNetwork(
  bytes: Uint8Array,
  fileName: string,
  tools: FormatTools,
): Promise<FoundFile> {
  const foreign = describeForeignFile(bytes)
  for (const format of foreign === null ? READABLE_FORMATS : []) {
    const reader = await format.loadReader()
    if (!reader.recognize(bytes, fileName)) continue
    return { format, network: await reader.read(bytes, tools, fileName) }
  }
  const titles = READABLE_FORMATS.map((format) => format.title).join(', ')
  throw new FormatError(
    `expected a network's weights (${titles}), got ${foreign ?? describeUnknownFile(bytes)}`,
  )
}
