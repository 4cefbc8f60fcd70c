/** The strength of the smallest share, in percent, so that a single mistake is seen. */
const FAINTEST = 8
/** How far small shares are drawn apart: the larger, the more of the scale they take. */
const SPREAD = 60

/**
 * How strong a cell of the confusion matrix is coloured for a share of a class's images, from 0 to 100 % of the colour.
 * Equal ratios of shares are about equal steps, as an eye judges them: 1 % and 2 % are as distinct as 50 % and all.
 * @param share 0 to 1; 0 is not coloured
 */
export function cellStrength(share: number): number {
  if (share <= 0) return 0
  return FAINTEST + (100 - FAINTEST) * (Math.log1p(SPREAD * Math.min(1, share)) / Math.log1p(SPREAD))
}

/** Shares that the legend shows. */
export const LEGEND_SHARES: readonly number[] = [0.01, 0.03, 0.1, 0.3, 1]
