import type { Lesson } from './lesson.ts'
import { rollout } from './rollout.ts'

const LESSONS: readonly Lesson[] = [rollout]

export const lessonNamed = (id: string): Lesson | undefined => LESSONS.find((lesson) => lesson.id === id)
