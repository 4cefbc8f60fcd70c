/**
 * The path of a small line through some values, from left to right, the largest at the top; all equal, it lies in the
 * middle. Values that are not finite leave a gap. Empty without a finite value.
 */
export function trendPath(values: readonly number[], width: number, height: number): string {
  const finite = values.filter((value) => Number.isFinite(value))
  if (finite.length === 0) return ''
  // Spread over an array of thousands of epochs, Math.min would run out of arguments.
  const least = finite.reduce((a, b) => Math.min(a, b))
  const greatest = finite.reduce((a, b) => Math.max(a, b))
  const inset = 1.5
  const x = (index: number): number =>
    values.length === 1 ? width - inset : inset + (index / (values.length - 1)) * (width - 2 * inset)
  const y = (value: number): number =>
    greatest === least
      ? height / 2
      : height - inset - ((value - least) / (greatest - least)) * (height - 2 * inset)
  let path = ''
  let isDrawing = false
  values.forEach((value, index) => {
    if (!Number.isFinite(value)) {
      isDrawing = false
      return
    }
    const point = `${x(index).toFixed(1)} ${y(value).toFixed(1)}`
    // A line of no length, with round ends, is a dot: what stands alone is seen.
    path += isDrawing ? `L${point}` : `M${point}L${point}`
    isDrawing = true
  })
  return path
}
