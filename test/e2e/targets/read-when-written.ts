import { readFile } from 'node:fs/promises'

/** The dialog's answer comes before the file is written. */
export async function readWhenWritten(file: string): Promise<Buffer> {
  for (let tries = 0; ; tries++) {
    try {
      const bytes = await readFile(file)
      if (bytes.length > 0) return bytes
    } catch (error) {
      if (tries > 100) throw error
    }
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
