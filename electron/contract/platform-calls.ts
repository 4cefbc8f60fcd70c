import { z } from 'zod'

const title = z.string().max(200)

/** What the window may ask of the desktop, checked where it arrives. */
export const platformCallSchema = z.discriminatedUnion('call', [
  z.strictObject({
    call: z.literal('chooseSave'),
    request: z.strictObject({ suggestedName: z.string().min(1).max(255) }),
  }),
  z.strictObject({
    call: z.literal('chooseFiles'),
    request: z.strictObject({
      title,
      extensions: z.array(z.string().regex(/^[a-z0-9-]{1,16}$/i)).max(16),
      mayBeSeveral: z.boolean(),
    }),
  }),
  // The preload asks Electron for the path of a file that a person dropped; the window itself cannot name one.
  z.strictObject({
    call: z.literal('takeDropped'),
    request: z.strictObject({ path: z.string().min(1).max(32_768) }),
  }),
  z.strictObject({
    call: z.literal('choosePlace'),
    request: z.strictObject({ title, kind: z.enum(['folder', 'file']) }),
  }),
  z.strictObject({
    call: z.literal('showInFolder'),
    request: z.strictObject({ fileId: z.string().min(1).max(64) }),
  }),
  z.strictObject({ call: z.literal('openExternal'), request: z.strictObject({ url: z.string().max(2000) }) }),
])

export type PlatformCall = z.infer<typeof platformCallSchema>

/** A failure travels as a sentence: Electron would put its own words before an error's. */
export type PlatformAnswer = { ok: true; value: unknown } | { ok: false; message: string }
