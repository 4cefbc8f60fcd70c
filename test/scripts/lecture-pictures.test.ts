import { readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import sharp from 'sharp'
import { expect, it } from 'vitest'
import { LECTURE_PICTURES, lecturePictureOf } from '../../scripts/docs/lecture-pictures.ts'
import { root } from '../../scripts/root.ts'
import { LECTURE_PAGES } from '../../renderer/model/learn/lecture-pages.ts'

const folder = path.join(root, 'docs/pictures/lecture')
const answers = LECTURE_PAGES.flatMap((page) => page.answers)

it.each(Object.keys(LECTURE_PICTURES))(
  '%s is 900 pixels wide, below 60 kB, and says what it shows',
  async (name) => {
    const file = path.join(folder, `${name}.webp`)
    expect(statSync(file).size).toBeLessThan(60_000)
    expect(await sharp(file).metadata()).toMatchObject({ format: 'webp', width: 900 })
    expect(LECTURE_PICTURES[name]!.alt.length).toBeGreaterThan(30)
  },
)

it('has a picture for each link of the lecture’s pages, and no other', () => {
  const labels = Object.values(LECTURE_PICTURES).flatMap((picture) => picture.labels)
  expect(labels.toSorted()).toEqual(answers.map(({ label }) => label).toSorted())
  const files = Object.keys(LECTURE_PICTURES).map((name) => `${name}.webp`)
  expect(readdirSync(folder).toSorted()).toEqual(files.toSorted())
  expect(() => lecturePictureOf('Learn, Nowhere')).toThrow("'Learn, Nowhere'")
})

it('shows each picture with its alternative text in docs/lecture.md', () => {
  const text = readFileSync(path.join(root, 'docs/lecture.md'), 'utf8')
  for (const { label } of answers) {
    const { file, alt } = lecturePictureOf(label)
    expect(text).toContain(`**${label}**\n\n![${alt}](${file})`)
  }
})

it('shares a picture only among links that open the same place in the same state', () => {
  for (const [name, { labels }] of Object.entries(LECTURE_PICTURES)) {
    const opened = answers
      .filter(({ label }) => labels.includes(label))
      .map(({ path, states }) => JSON.stringify([path, states?.() ?? null]))
    expect(new Set(opened).size, name).toBe(1)
  }
})
