export type { ConformanceCheck } from './conformance-check.js';
export { conformanceChecks } from './conformance.js';
export type { CallbackProof, ProviderHarness } from './provider-harness.js';
export { testProvider, type TestRunner } from './test-provider.js';
export {
  VendorServer,
  type Fault,
  type RecordedRequest,
  type Reply,
} from './server/vendor-server.js';
