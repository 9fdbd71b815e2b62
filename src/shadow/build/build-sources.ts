import { scrubEnvironment } from '../instance/scrub-environment.ts';
import { describePlatform, describePrograms } from '../processes/platform.ts';
import { encloseBuild } from '../sandbox/enclose-step.ts';
import { buildKey, buildThroughCache } from './build-cache.ts';
import type { InstallKey } from './install-cache.ts';
import type { BuildContext } from './prepare-build.ts';
import { runStep } from './run-step.ts';
import { stepEnvironment } from './step-environment.ts';

/** The key of the build of a checkout; null when it is not to be kept, or there is nothing to build. */
export async function keyOfBuild(context: BuildContext, install: InstallKey | null): Promise<string | null> {
  const { definition, trees } = context;
  if (definition.build === null || trees === null || install?.kind === 'unsure') return null;
  const environment = stepEnvironment(context);
  const [platform, programs] = await Promise.all([
    describePlatform(scrubEnvironment(context.environment)),
    describePrograms(definition.build, environment['PATH'] ?? ''),
  ]);
  return buildKey({
    trees,
    command: definition.build,
    directory: definition.directory,
    install: install === null ? 'none' : install.key,
    platform: `${platform} ${programs}`,
    environment: scrubEnvironment(context.environment),
  });
}

/**
 * The second step of preparing. Where both sides build the same tree with the same tools, the candidate waits for the
 * baseline's result and takes that.
 */
export async function buildSources(
  context: BuildContext,
  command: string,
  key: string | null,
): Promise<void> {
  const { label, pair, space, onProgress } = context;
  if (key !== null && space === 'candidate' && (await pair?.baseline)?.build === key) await pair?.built;
  const outcome = await buildThroughCache({
    ...context,
    key,
    build: async () => {
      onProgress({ kind: 'build', label, step: 'build' });
      await runStep({
        ...context,
        name: `Building ${context.name}`,
        command,
        folder: context.serviceFolder,
        environment: stepEnvironment(context),
        timeoutMs: context.definition.buildTimeoutMs,
        limits: context.definition.limits,
        enclosure: encloseBuild({ ...context, sandbox: await context.sandbox }),
        failure: 'build-failed',
        remedy:
          'Make the command work in a clean checkout, or set `build` under `service`, to null when there is nothing to build.',
      });
    },
  });
  if (outcome === 'restored') onProgress({ kind: 'build', label, step: 'build-cached' });
  if (space === 'baseline') pair?.tellBuilt();
}
