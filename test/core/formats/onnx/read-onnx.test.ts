import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { createPredictor } from '#core/evaluation/predict.ts'
import { FormatError } from '#core/formats/format-error.ts'
import { parseModel } from '#core/formats/onnx/parse-model.ts'
import { readOnnx } from '#core/formats/onnx/read-onnx.ts'
import { writeOnnx } from '#core/formats/onnx/write-onnx.ts'
import type { WrittenNetwork } from '#core/formats/weight-format.ts'
import { openQuestions, settleNetwork } from '#core/importing/settle-network.ts'
import { drawnImages, drawnNetwork, HIDDEN_ACTIVATIONS, SHAPED } from './onnx-networks.ts'

const FOLDER = 'test/fixtures/weights/onnx'
const model = (name: string): Uint8Array => readFileSync(`${FOLDER}/${name}.onnx`)
const { images, answers } = JSON.parse(readFileSync(`${FOLDER}/expected.json`, 'utf8')) as {
  images: number[][]
  answers: Record<string, number[][]>
}

describe('an ONNX model of PyTorch or onnx.helper', () => {
  it.each(Object.keys(answers))('answers as its maker with %s', (name) => {
    const found = readOnnx(model(name))
    const { recipe, parameters } = settleNetwork(found)
    const predict = createPredictor(recipe, parameters)
    images.forEach((image, k) => {
      const got = predict(Uint8Array.from(image))
      answers[name]![k]!.forEach((answer, j) => expect(got[j]).toBeCloseTo(answer, 5))
    })
  })

  it.each<[string, string[]]>([
    ['relu', ['pixels']],
    ['normalized', []],
    ['bytes-as-input', []],
    ['divided-by-255', []],
    ['per-pixel', ['pixels']],
  ])('leaves open what %s does not say', (name, questions) => {
    expect(openQuestions(readOnnx(model(name)))).toEqual(questions)
  })

  it('keeps batch normalization, dropout and names', () => {
    const { layers, numberTypes } = readOnnx(model('dropout-kept'))
    expect(layers.map(({ dropout }) => dropout)).toEqual([0.25, undefined])
    expect(layers.map(({ name }) => name)).toEqual(['hidden', 'out'])
    expect(numberTypes).toEqual(['float32'])
    expect(readOnnx(model('float16')).numberTypes).toEqual(['float16'])
  })

  it('says what it changed or left out', () => {
    expect(readOnnx(model('classifier')).notes).toEqual([
      'Of the outputs probabilities was read; left out: label.',
    ])
    expect(readOnnx(model('norm-kept')).notes.join()).toContain('multiplied into the layer after it')
    expect(readOnnx(model('log-softmax')).notes.join()).toContain('logarithms')
  })

  it.each<[string, RegExp]>([
    ['conv', /^Conv .*: expected fully connected layers, got a convolution/],
    ['gelu-tanh', /expected sigmoid, tanh, .*got another function of each number/],
    ['hard-swish', /^HardSigmoid .*: expected steps of a fully connected network/],
    ['turned-pixels', /^Transpose .*: expected the pixels of an image in one order/],
    ['residual', /^Add .*: expected one chain of layers, got .* residual connections/],
    [
      'training-mode',
      /^BatchNormalization .*: expected .* running statistics, got training mode.*model\.eval/,
    ],
    ['norm-in-training', /'norm': expected .*got training mode/],
    ['opset-6', /opset 7 or later, got 6; .*opset_version=13/],
    ['unused-tensor', /expected each tensor to be used by a step, got spare\.weight/],
    ['softmax-over-images', /^Softmax .*: expected softmax over the classes of each image, got axis 0/],
    ['weights-as-inputs', /'dense': expected its weights in the file, they are an input/],
    ['quantized', /'dequantize': expected weights as floats, got whole numbers of a quantized model/],
    ['another-domain', /'fused': expected steps .*got another of com\.microsoft/],
    ['outside', /^W: expected its numbers in this file, they lie in another one; .*onnx\.save/],
  ])('is refused as %s, in words', (name, message) => {
    expect(() => readOnnx(model(name))).toThrow(FormatError)
    expect(() => readOnnx(model(name))).toThrow(message)
  })

  it('brings the slope of leaky ReLU with it', () => {
    const found = readOnnx(model('leaky-0.1'))
    expect(found.layers[0]!.activation).toEqual({ name: 'leaky-relu', slope: 0.1 })
    expect(settleNetwork(found).recipe.layers[0]).toMatchObject({ activation: 'leaky-relu', slope: 0.1 })
    expect(settleNetwork(readOnnx(model('leaky'))).recipe.layers[0]).not.toHaveProperty('slope')
  })

  it.each([
    [
      { name: 'leaky-relu', slope: 1.5 },
      /dense, Slope below 0: expected a number from 0 up to, but not including, 1, got 1\.5/,
    ],
    [{ name: 'leaky-relu', slope: -0.1 }, /Slope below 0: expected .* got -0\.1/],
    [{ name: 'elu', alpha: 1000 }, /dense, ELU α: expected a number above 0 and at most 100, got 1000/],
  ] as const)('is refused with %o, which a recipe cannot hold', (activation, message) => {
    const found = readOnnx(model('leaky-0.1'))
    const layers = found.layers.map((layer, k) => (k === 0 ? { ...layer, name: 'dense', activation } : layer))
    expect(() => settleNetwork({ ...found, layers })).toThrow(FormatError)
    expect(() => settleNetwork({ ...found, layers })).toThrow(message)
  })
})

describe('an ONNX model of this program', () => {
  it.each(HIDDEN_ACTIVATIONS)('comes back to the last bit with %s', (hidden) => {
    for (const normalization of ['unit', 'none', 'standardized'] as const) {
      for (const output of ['softmax', 'sigmoid', 'identity'] as const) {
        const network = drawnNetwork({
          sizes: [36, 7, 5, 4],
          hidden,
          output,
          hasBatchNorm: true,
          normalization,
        })
        const found = readOnnx(writeOnnx(network))
        expect(openQuestions(found)).toEqual([])
        const { recipe, parameters, unknownFields } = settleNetwork(found)
        expect(parameters).toEqual(network.parameters)
        expect(recipe).toEqual(network.recipe)
        expect(unknownFields).toEqual([])
      }
    }
  })

  it.each(SHAPED)('comes back to the last bit with %o', (hidden) => {
    const network = drawnNetwork({ sizes: [36, 7, 5, 4], hidden, hasBatchNorm: true })
    const found = readOnnx(writeOnnx(network))
    expect(found.carried).toBeDefined()
    expect(settleNetwork(found)).toEqual(network)
    // Without its metadata the model says the setting, too.
    const bytes = Buffer.from(writeOnnx(network))
    bytes.write('x', bytes.indexOf('backprop.recipe'))
    const { recipe, parameters } = settleNetwork(readOnnx(bytes))
    const [image] = drawnImages(1, 36)
    const expected = createPredictor(network.recipe, network.parameters)(image!)
    createPredictor(
      recipe,
      parameters,
    )(image!).forEach((output, k) => expect(output).toBeCloseTo(expected[k]!, 6))
  })

  it('is believed over its metadata where its slope was changed since', () => {
    const written = (slope: number) =>
      drawnNetwork({ sizes: [36, 7, 4], hidden: { name: 'leaky-relu', slope } })
    const { recipe } = written(0.1)
    const found = readOnnx(writeOnnx(written(0.2)))
    const mixed = Buffer.from(writeOnnx(written(0.2)))
    expect(found.carried!.recipe.layers[0]).toMatchObject({ slope: 0.2 })
    const at = mixed.indexOf('"slope":0.2')
    mixed.write('"slope":0.1', at)
    expect(settleNetwork(readOnnx(mixed)).recipe.layers[0]).toMatchObject({ slope: 0.2 })
    expect(recipe.layers[0]).toMatchObject({ slope: 0.1 })
  })

  it('says what it takes, what it gives and what its classes are', () => {
    const metadataOf = (network: WrittenNetwork) => parseModel(writeOnnx(network)).metadata
    const classNames = Array.from({ length: 10 }, (_, digit) => String(digit))
    const digits = metadataOf({
      ...drawnNetwork(),
      about: { name: 'digits', classNames, facts: [], settings: [] },
    })
    expect(digits.get('input')).toContain('p/255')
    expect(digits.get('output')).toContain('a probability for each class')
    expect(JSON.parse(digits.get('classes')!)).toEqual(classNames)
    expect(metadataOf(drawnNetwork({ output: 'identity' })).get('output')).toContain('no probabilities')
    expect(metadataOf(drawnNetwork()).has('classes')).toBe(false)
  })

  it('is read as it is where its metadata are gone', () => {
    const network = drawnNetwork({ sizes: [36, 7, 4], hasBatchNorm: true, normalization: 'standardized' })
    const bytes = Buffer.from(writeOnnx(network))
    for (const key of ['backprop.recipe', 'backprop.input']) bytes.write('x', bytes.indexOf(key))
    const found = readOnnx(bytes)
    expect(found.carried).toBeUndefined()
    const { recipe, parameters } = settleNetwork(found)
    expect(parameters).toEqual(network.parameters)
    expect(recipe.layers).toEqual(network.recipe.layers)
    expect(found.notes.join()).toContain('p/255')
  })

  it.each([
    ['images of 1 × 6 × 6', { input: 'image' }],
    ['batch normalization in the weights', { batchNorm: 'folded' }],
  ] as const)('answers as before with %s', (_what, choices) => {
    const network = drawnNetwork({ sizes: [36, 7, 4], hasBatchNorm: true, normalization: 'standardized' })
    const read = settleNetwork(readOnnx(writeOnnx(network, choices)))
    const image = Uint8Array.from({ length: 36 }, (_, k) => k * 7)
    const before = createPredictor(network.recipe, network.parameters)(image)
    createPredictor(
      read.recipe,
      read.parameters,
    )(image).forEach((answer, k) => expect(answer).toBeCloseTo(before[k]!, 6))
  })
})
