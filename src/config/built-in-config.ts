import { loadConfig, type ShadowgateConfig } from './load-config.ts';

/** Settings of a repository without a settings file: every default, by the same path as a file that leaves all out. */
export function builtInConfig(): ShadowgateConfig {
  return loadConfig('version: 1\n', 'built-in settings');
}
