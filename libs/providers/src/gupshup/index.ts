export { GupshupModule } from './gupshup.module.js';
export { GupshupOptions } from './gupshup.options.js';
export { GupshupProvider } from './gupshup.provider.js';
