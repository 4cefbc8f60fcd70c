import type { HostileFile } from './hostile-file.ts'
import { KERAS } from './keras.ts'
import { NPZ } from './npz.ts'
import { ONNX } from './onnx.ts'
import { PICKLES } from './pickles.ts'
import { SAFETENSORS } from './safetensors.ts'
import { TEXTS } from './texts.ts'

/** Of every format that has a reader. */
export const HOSTILE_FILES: readonly HostileFile[] = [
  ...NPZ,
  ...SAFETENSORS,
  ...ONNX,
  ...PICKLES,
  ...KERAS,
  ...TEXTS,
]
