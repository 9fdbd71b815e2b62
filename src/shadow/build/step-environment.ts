import { delimiter, join } from 'node:path';
import { scrubEnvironment } from '../instance/scrub-environment.ts';
import type { BuildContext } from './prepare-build.ts';

/** What an install or build step sees. Programs of the dependencies are on the path, as package managers have it. */
export function stepEnvironment({
  environment,
  home,
  folder,
  serviceFolder,
}: Pick<BuildContext, 'environment' | 'home' | 'folder' | 'serviceFolder'>): Readonly<
  Record<string, string>
> {
  const scrubbed = scrubEnvironment(environment);
  const programs = [serviceFolder, folder].map((each) => join(each, 'node_modules', '.bin'));
  const PATH = [...new Set(programs), scrubbed['PATH'] ?? ''].join(delimiter);
  return { ...scrubbed, PATH, HOME: home, TMPDIR: join(home, 'tmp') };
}
