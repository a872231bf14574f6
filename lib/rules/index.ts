export { type Backend, checkExposureChange } from './live-exposure';
export { explanations, formatExplanation, listExplanations } from './explain';
export { applyWaivers, type SourcedWaiver, type Waiver } from './waiver';
