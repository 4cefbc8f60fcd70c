import { LECTURE_PAGES, type LecturePage } from '../../renderer/model/learn/lecture-pages.ts'
import { lecturePictureOf } from './lecture-pictures.ts'
import { generatedFrom } from './markdown.ts'

/** docs/lecture.md: each page of the lecture, and the views that answer it with their pictures. */
export function writeLecturePage(): string {
  return [
    generatedFrom('renderer/model/learn/lecture-pages.ts'),
    '# The lecture and the program',
    'The lecture on fully connected networks, page by page, and where each page can be tried: **Lecture** in Learn links to these views as they are pictured here. **Path** in Learn leads through many of them by a question each. The program takes the pictures itself, of a run of the lecture’s recipe on pen digits (`npm run docs:pictures`).',
    ...LECTURE_PAGES.flatMap(writePage),
  ].join('\n\n')
}

const writePage = ({ title, aim, answers }: LecturePage): string[] => [
  `## ${title}`,
  aim,
  ...answers.flatMap(({ label }) => {
    const { file, alt } = lecturePictureOf(label)
    return [`**${label}**`, `![${alt}](${file})`]
  }),
]
