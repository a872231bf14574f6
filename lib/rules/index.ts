export { type Backend, checkExposureChange } from './live-exposure';
export { checkMovedPriorities, type ListenerRulePriority, listenerRulePriorities } from './moved-priorities';
export { type BackendsByRule, backendsByRule } from './backends';
export { explanations, formatExplanation, listExplanations } from './explain';
export { applyWaivers, matches, type SourcedWaiver, type Waiver } from './waiver';
