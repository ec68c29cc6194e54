export type { Chapter, Hop, Lesson, Match, Prediction } from './lesson.ts'
export { lessonNamed } from './lessons.ts'
export { FLEETS, SCENARIOS, scenarioNamed, THEMES, type Offer, type Scenario, type ScenarioLine, type Theme } from './scenarios.ts'
