export { createTrace, eventAt, factsOf, recordFact, recordHandled, recordInput, recordLost, recordOrder, recordSent, rowOf, traceUpTo, type Row, type Trace } from './trace.ts'
export { summaryOf, type Summary } from './describe.ts'
export { endOfLink, placeOf } from './places.ts'
