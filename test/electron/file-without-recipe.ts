/** A file of safetensors as other programs write it: without the recipe beside the weights. */
export function withoutRecipe(bytes: Uint8Array): Uint8Array {
  const file = Buffer.from(bytes)
  const length = Number(file.readBigUInt64LE(0))
  const header = JSON.parse(file.subarray(8, 8 + length).toString()) as Record<string, unknown>
  delete header.__metadata__
  const text = Buffer.from(JSON.stringify(header))
  const head = Buffer.alloc(8)
  head.writeBigUInt64LE(BigInt(text.length))
  return Buffer.concat([head, text, file.subarray(8 + length)])
}
