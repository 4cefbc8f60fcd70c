import { drawElastic } from './elastic'
import { drawSymmetric, seedStream } from './random'
import { Augmentation, AugmentationSettings, Layer, Net } from './structures'
import { sinOfQuadrant } from './trigonometry'
import { firstPixel, thicken, warp, wholeBits } from './warp'
import { SPARSE } from './inputs'

/*
 * Varies the images of a mini-batch as core/data/augmentation.ts does, to the byte: there is what is meant, here the
 * same numbers are made in the same order in 64 bits.
 *
 * Over sparse rows, what becomes of example i is row 2 i of the network's data, each in a room for all pixels; the rows
 * between are what is left of the rooms. Dense inputs are written as rows of numbers.
 */

const DEGREE: f64 = Math.PI / 180

/** Room for a few random numbers at the start of a thread's scratch. */
const DRAWN: usize = 64

/** Rows and columns of the current image that have foreground pixels. */
let top = 0
let bottom = 0
let left = 0
let right = 0

/** Varies examples `from` to `to` − 1. Their places in the order become those of the varied images. */
export function augment(net: Net, first: Layer, thread: i32, from: i32, to: i32): void {
  const a = changetype<Augmentation>(net.augmentation)
  const drawn = a.scratch + <usize>thread * a.scratchSize
  const image = drawn + DRAWN
  const varied = image + a.planeSize
  for (let i = from; i < to; i++) {
    const place = net.order + (<usize>i << 2)
    const index = load<u32>(place)
    store<u32>(place, 2 * i)
    store<u8>(net.labels + (<usize>i << 1), load<u8>(a.labels + index))
    seedStream(a.key, index)
    memory.fill(varied, 0, a.planeSize)
    if (readImage(a, index, image)) vary(a, drawn, image, varied)
    if (net.source == SPARSE) writeSparse(net, a, varied, i)
    else writeRow(net, a, varied, first.below + <usize>i * first.belowStride)
  }
}

/** Makes a plane of an image and finds the box of its foreground. @returns whether it has any */
function readImage(a: Augmentation, index: u32, image: usize): bool {
  const pixels = a.rows * a.columns
  memory.fill(image, 0, a.planeSize)
  top = a.rows
  bottom = -1
  left = a.columns
  right = -1
  const corner = firstPixel(image, a.planeStride)
  let row = 0
  let rowStart = 0
  if (a.source == SPARSE) {
    const start = a.starts + (<usize>index << 2)
    const end = load<u32>(start, 4)
    for (let entry = <usize>load<u32>(start); entry < end; entry++) {
      const k = <i32>load<u16>(a.indices + (entry << 1))
      while (k >= rowStart + a.columns) {
        rowStart += a.columns
        row++
      }
      setPixel(corner + <usize>row * a.planeStride, row, k - rowStart, load<u8>(a.values + entry))
    }
  } else {
    let value = a.values + <usize>index * <usize>pixels
    for (; row < a.rows; row++) {
      for (let column = 0; column < a.columns; column++) {
        const byte = load<u8>(value++)
        if (byte) setPixel(corner + <usize>row * a.planeStride, row, column, byte)
      }
    }
  }
  return bottom >= 0
}

// @ts-ignore: decorator
@inline
function setPixel(rowAddress: usize, row: i32, column: i32, byte: u8): void {
  store<f64>(rowAddress + (<usize>column << 3), <f64>byte)
  top = min(top, row)
  bottom = row
  left = min(left, column)
  right = max(right, column)
}

/** Draws how an image is varied, and does it. @param varied a plane of zeros */
function vary(a: Augmentation, drawn: usize, image: usize, varied: usize): void {
  const settings = changetype<AugmentationSettings>(a.settings)
  drawSymmetric(drawn, 8, 5)
  const angle = load<f64>(drawn) * settings.rotation * DEGREE
  const zoom = 1 / (1 + load<f64>(drawn, 8) * settings.scale)
  const shear = load<f64>(drawn, 16) * settings.shear
  const shiftX = load<f64>(drawn, 24) * settings.shift
  const shiftY = load<f64>(drawn, 32) * settings.shift
  const c = sinOfQuadrant(angle, 1) * zoom
  const s = sinOfQuadrant(angle, 0) * zoom
  const before = varied + a.planeSize
  const field = before + a.planeSize
  let displacements: usize = 0
  if (a.weightCount) {
    drawElastic(a, settings.elasticStrength, field, field + a.fieldSize)
    displacements = field
  }
  warp(
    a,
    image,
    varied,
    displacements,
    top,
    bottom,
    left,
    right,
    c,
    s + c * shear,
    -s,
    c - s * shear,
    shiftX,
    shiftY,
  )
  drawSymmetric(drawn, 8, 1)
  thicken(a, varied, before, load<f64>(drawn) * settings.thickness)
}

/** Two pixels as bytes, in the low halves of the lanes: rounded, halves up. */
// @ts-ignore: decorator
@inline
function toBytes(pair: v128): v128 {
  const whole = f64x2.floor(pair)
  const isUp = f64x2.ge(f64x2.sub(pair, whole), f64x2.splat(0.5))
  return wholeBits(f64x2.add(whole, v128.and(isUp, f64x2.splat(1))))
}

function writeSparse(net: Net, a: Augmentation, plane: usize, i: i32): void {
  const start = <usize>i * <usize>a.room
  let index = net.indices + (start << 1)
  let value = net.values + start
  const begin = value
  const columns = a.columns
  let k = 0
  for (let row = 0; row < a.rows; row++) {
    let p = firstPixel(plane, a.planeStride) + <usize>row * a.planeStride
    for (let column = 0; column < columns; column += 2) {
      const pair = v128.load(p)
      p += 16
      if (!v128.any_true(pair)) continue
      const bytes = toBytes(pair)
      // Written in any case, and kept by going on.
      const first = i8x16.extract_lane_u(bytes, 0)
      store<u16>(index, k + column)
      store<u8>(value, first)
      let isKept = <usize>(first != 0)
      index += isKept << 1
      value += isKept
      const second = i8x16.extract_lane_u(bytes, 8)
      store<u16>(index, k + column + 1)
      store<u8>(value, second)
      isKept = <usize>(second != 0)
      index += isKept << 1
      value += isKept
    }
    k += columns
  }
  const row = net.starts + (<usize>i << 3)
  store<u32>(row, <u32>start)
  store<u32>(row, <u32>(start + (value - begin)), 4)
}

function writeRow(net: Net, a: Augmentation, plane: usize, to: usize): void {
  const columns = a.columns
  for (let row = 0; row < a.rows; row++) {
    let p = firstPixel(plane, a.planeStride) + <usize>row * a.planeStride
    for (let column = 0; column < columns; column += 2) {
      const bytes = toBytes(v128.load(p))
      store<f32>(to, load<f32>(net.table + (<usize>i8x16.extract_lane_u(bytes, 0) << 2)))
      if (column + 1 < columns) {
        store<f32>(to, load<f32>(net.table + (<usize>i8x16.extract_lane_u(bytes, 8) << 2)), 4)
      }
      p += 16
      to += 8
    }
    if (columns & 1) to -= 4
  }
}
