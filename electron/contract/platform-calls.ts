import { z } from 'zod'

const content = z.union([z.string(), z.instanceof<typeof Uint8Array<ArrayBufferLike>>(Uint8Array)])
const title = z.string().max(200)

/** What the window may ask of the desktop, checked where it arrives. */
export const platformCallSchema = z.discriminatedUnion('call', [
  z.strictObject({
    call: z.literal('saveFile'),
    request: z.strictObject({ suggestedName: z.string().min(1).max(255), content }),
  }),
  z.strictObject({
    call: z.literal('openFile'),
    request: z.strictObject({
      title,
      extensions: z.array(z.string().regex(/^[a-z0-9]{1,16}$/i)).max(16),
    }),
  }),
  z.strictObject({ call: z.literal('chooseFolder'), request: z.strictObject({ title }) }),
  z.strictObject({ call: z.literal('openExternal'), request: z.strictObject({ url: z.string().max(2000) }) }),
])

export type PlatformCall = z.infer<typeof platformCallSchema>

/** A failure travels as a sentence: Electron would put its own words before an error's. */
export type PlatformAnswer = { ok: true; value: unknown } | { ok: false; message: string }
