import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** The one that BACKPROP_PYTHON names first, then Debian's: another one on the path seldom has these packages. */
const PYTHONS = [process.env.BACKPROP_PYTHON ?? '', '/usr/bin/python3', 'python3'].filter(Boolean)

/** A Python that has these packages, as in `torch, numpy`. */
export async function findPython(packages: string): Promise<string | undefined> {
  for (const python of PYTHONS) {
    try {
      await run(python, ['-c', `import ${packages}`])
      return python
    } catch {
      // The next one may have it.
    }
  }
  return undefined
}

/** A Python with Keras; sets KERAS_BACKEND, without which Keras asks for TensorFlow, to one that is installed beside it. */
export async function findKeras(): Promise<string | undefined> {
  if (process.env.KERAS_BACKEND !== undefined) return findPython('keras, numpy')
  for (const backend of ['jax', 'torch', 'tensorflow']) {
    const python = await findPython(
      `${backend}, numpy, os; os.environ["KERAS_BACKEND"] = "${backend}"; import keras`,
    )
    if (python === undefined) continue
    process.env.KERAS_BACKEND = backend
    return python
  }
  return undefined
}
