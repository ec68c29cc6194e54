export type { Chapter, Hop, Lesson, Match, Prediction } from './lesson.ts'
export { lessonNamed } from './lessons.ts'
export { FIRST_SCENARIO, THEMES, type Offer, type Scenario, type ScenarioLine, type Theme } from './scenario.ts'
export { FLEETS, SCENARIOS, scenarioNamed } from './scenarios.ts'
