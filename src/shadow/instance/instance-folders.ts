import { join } from 'node:path';
import type { InstanceRole } from '../../domain/observation.ts';

/** Where one instance lives. */
export type InstanceFolders = {
  readonly whole: string;
  /** Its own copy of the build, from the root of the repository. */
  readonly app: string;
  readonly data: string;
  readonly temporary: string;
  readonly home: string;
};

/** One letter each: paths leak into answers, and their length into Content-Length. */
const letters: Readonly<Record<InstanceRole, string>> = { baseline: 'b', secondary: 's', candidate: 'c' };

/** Known before an instance starts, so that others can prepare for it; the paths of all roles are equally long. */
export function instanceFolders(workFolder: string, role: InstanceRole): InstanceFolders {
  const whole = join(workFolder, letters[role]);
  return {
    whole,
    app: join(whole, 'app'),
    data: join(whole, 'data'),
    temporary: join(whole, 'tmp'),
    home: join(whole, 'home'),
  };
}
