export { MemoryModule } from './memory.module.js';
export { MemoryOptions } from './memory.options.js';
export { MemoryProvider, type KeptMessage } from './memory.provider.js';
export { MEMORY_SIGNATURE_HEADER, signMemoryCallback } from './memory.signature.js';
