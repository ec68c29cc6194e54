export { configMapText, genericText, namespaceText, priorityClassText, roleBindingText, roleText, secretText, serviceAccountText } from './configuration.ts'
export { endpointSliceText, serviceText } from './network.ts'
export { nodeText } from './node.ts'
export { deploymentText, podText, replicaSetText } from './workloads.ts'
