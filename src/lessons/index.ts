export type { Chapter, Hop, Lesson, Match, Prediction } from './lesson.ts'
export { lessonNamed } from './lessons.ts'
