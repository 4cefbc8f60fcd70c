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
    ...NOTES,
  ].join('\n\n')
}

const NOTES = [
  '## How long the stops of the path take',
  'The minutes beside a stop are an estimate, and were not measured with students: its words and those that are read in its view, at 150 a minute, hint included; 5 s for each click, drag or entry of the answer, counted by doing it; 30 s to look and think, 60 s where something is calculated or tried; and what is trained meanwhile, on two cores. The sum is rounded up to 10 s (`renderer/model/learn/path/stop-time.ts`).',
  '## Numbers that the design of Learn gave differently',
  '- **A random walk of 31 points** puts 76.2 % of its variance on two components (60.9 % and 15.3 %), where the design said 76.4 % (61.1 % and 15.3 %). The program takes the eigenvalues of the expected covariance, in which nothing is drawn by chance; from 29 to 33 points they give 76.15 to 76.20 %, so another count of points is not the reason. How the 76.4 % were found is not recorded.',
  '- **Epoch 28 of the lecture’s run on MNIST** lies 98 % off the plane of its epochs, where the design said 94 %. The program gives the distance from the plane as a share of the distance from the last weights, both as Euclidean lengths, and NumPy’s numbers for the same definition agree (`test/reference/plane.json`). So near the last weights a share depends much on the point that it is measured from. Which definition gave 94 % is not recorded.',
]

const writePage = ({ title, aim, answers }: LecturePage): string[] => [
  `## ${title}`,
  aim,
  ...answers.flatMap(({ label }) => {
    const { file, alt } = lecturePictureOf(label)
    return [`**${label}**`, `![${alt}](${file})`]
  }),
]
