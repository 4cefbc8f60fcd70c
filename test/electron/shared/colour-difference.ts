/** CIE L*, a*, b* under D65. */
export type Lab = readonly [lightness: number, a: number, b: number]

/** Red, green and blue of `#rrggbb` in linear light, 0 to 1. */
function toLinear(colour: string): [number, number, number] {
  const channel = (at: number): number => {
    const value = parseInt(colour.slice(at, at + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  }
  return [channel(1), channel(3), channel(5)]
}

/** How bright a colour is, 0 to 1 (WCAG 2.2, relative luminance). */
function luminance(colour: string): number {
  const [red, green, blue] = toLinear(colour)
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/** The contrast ratio of two colours, 1 to 21 (WCAG 2.2). */
export function contrast(a: string, b: string): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}

/** A colour of sRGB, `#rrggbb`, as L*, a*, b* (IEC 61966-2-1). */
export function toLab(colour: string): Lab {
  const [r, g, b] = toLinear(colour)
  const f = (t: number): number => (t > 216 / 24_389 ? Math.cbrt(t) : ((24_389 / 27) * t + 16) / 116)
  const x = f((0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047)
  const y = f(0.2126729 * r + 0.7151522 * g + 0.072175 * b)
  const z = f((0.0193339 * r + 0.119192 * g + 0.9503041 * b) / 1.08883)
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)]
}

/** How colours look to people who lack a kind of cones, in linear light (Machado, Oliveira, Fernandes 2009, severity 1). */
const COLOUR_BLINDNESS = {
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
} as const

/** A colour, `#rrggbb`, as somebody with a kind of colour blindness sees it. */
export function seenWith(kind: keyof typeof COLOUR_BLINDNESS, colour: string): string {
  const light = toLinear(colour)
  const channels = COLOUR_BLINDNESS[kind].map((row) => {
    const sum = row.reduce<number>((total, share, k) => total + share * light[k]!, 0)
    const value = Math.min(1, Math.max(0, sum))
    return Math.round(255 * (value <= 0.0031308 ? 12.92 * value : 1.055 * value ** (1 / 2.4) - 0.055))
  })
  return `#${channels.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`
}

/** How different two colours look: about 1 is just seen (CIEDE2000; Sharma, Wu, Dalal 2005, equations 2 to 22). */
export function ciede2000([l1, a1, b1]: Lab, [l2, a2, b2]: Lab): number {
  const degrees = (radians: number): number => ((radians * 180) / Math.PI + 360) % 360
  const cos = (angle: number): number => Math.cos((angle * Math.PI) / 180)
  const sin = (angle: number): number => Math.sin((angle * Math.PI) / 180)
  const saturation = (chroma: number): number => Math.sqrt(chroma ** 7 / (chroma ** 7 + 25 ** 7))
  const g = 0.5 * (1 - saturation((Math.hypot(a1, b1) + Math.hypot(a2, b2)) / 2))
  const chroma = [Math.hypot((1 + g) * a1, b1), Math.hypot((1 + g) * a2, b2)] as const
  const hue = [degrees(Math.atan2(b1, (1 + g) * a1)), degrees(Math.atan2(b2, (1 + g) * a2))] as const
  const isGrey = chroma[0] * chroma[1] === 0
  const turn = ((hue[1] - hue[0] + 540) % 360) - 180
  const deltaHue = isGrey ? 0 : 2 * Math.sqrt(chroma[0] * chroma[1]) * sin(turn / 2)
  const meanL = (l1 + l2) / 2
  const meanC = (chroma[0] + chroma[1]) / 2
  const meanH = isGrey ? hue[0] + hue[1] : (hue[0] + turn / 2 + 360) % 360
  const t =
    1 - 0.17 * cos(meanH - 30) + 0.24 * cos(2 * meanH) + 0.32 * cos(3 * meanH + 6) - 0.2 * cos(4 * meanH - 63)
  const byL = (l2 - l1) / (1 + (0.015 * (meanL - 50) ** 2) / Math.sqrt(20 + (meanL - 50) ** 2))
  const byC = (chroma[1] - chroma[0]) / (1 + 0.045 * meanC)
  const byH = deltaHue / (1 + 0.015 * meanC * t)
  const rotation = -sin(60 * Math.exp(-(((meanH - 275) / 25) ** 2))) * 2 * saturation(meanC)
  return Math.sqrt(byL ** 2 + byC ** 2 + byH ** 2 + rotation * byC * byH)
}
