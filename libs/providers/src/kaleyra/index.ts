export { KaleyraModule } from './kaleyra.module.js';
export {
  KALEYRA_HOSTS,
  KALEYRA_SOURCES,
  KaleyraOptions,
  type KaleyraPod,
  type KaleyraSource,
} from './kaleyra.options.js';
export { KaleyraProvider } from './kaleyra.provider.js';
