export type { Chapter, Hop, Lesson, Match, Prediction } from './lesson.ts'
