import type { Plan } from '../domain/plan.ts';
import type { ReplaySettings } from '../domain/service.ts';
import type { Ports } from '../ports.ts';
import type { Credentials } from '../replay/credentials/classify-credentials.ts';
import type { Settings } from './base-config.ts';
import { findCredentials, warnOfCredentials } from './describe-credentials.ts';
import type { OpenRecording } from './open-recording.ts';
import { readReplayKeys } from './read-replay-keys.ts';

type Subject = {
  readonly settings: Settings;
  readonly recording: OpenRecording;
  readonly plan: Plan;
};

type Opened = {
  readonly replay: ReplaySettings;
  readonly credentials: Credentials;
  /** The plan with the links of its values. */
  readonly plan: Plan;
};

/**
 * Reads the keys that the replay needs, and says before it begins which credentials it will not be able to use. The same walk through the
 * recording shows which values the replay has to follow.
 */
export async function openCredentials(
  { settings, recording, plan }: Subject,
  { environment, now, onProgress }: Ports,
): Promise<Opened> {
  const replay = await readReplayKeys(settings.config.replay, { readFile: settings.readFile, environment });
  const { exchanges } = recording;
  const time = { clock: settings.config.determinism.clock, now: now().getTime() };
  const { credentials, links } = await findCredentials({ plan, exchanges, settings: replay, ...time });
  const warning = warnOfCredentials(credentials);
  if (warning !== null) onProgress({ kind: 'note', text: warning });
  return { replay, credentials, plan: { ...plan, links } };
}
