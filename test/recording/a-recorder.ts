import type { Exchange } from '../../src/domain/recording.ts';
import { createRedactor } from '../../src/recording/redaction/redaction.ts';
import {
  type RecordingProxy,
  type RecordingProxySettings,
  startRecordingProxy,
} from '../../src/recording/relay/recording-proxy.ts';

/** A recording proxy in front of a service, and what it records. */
export type Recorder = {
  readonly proxy: RecordingProxy;
  readonly recorded: Exchange[];
  readonly problems: string[];
  /** Stops, and gives all that was recorded. */
  finish(): Promise<readonly Exchange[]>;
};

export async function aRecorder(
  upstream: URL,
  settings: Partial<RecordingProxySettings> = {},
): Promise<Recorder> {
  const recorded: Exchange[] = [];
  const problems: string[] = [];
  let clock = 1_750_000_000_000;
  const proxy = await startRecordingProxy({
    upstream,
    port: 0,
    redactor: createRedactor(Buffer.from('a redaction key of the tests')),
    append: async (exchange) => void recorded.push(exchange),
    maximumBodyBytes: 1024 * 1024,
    now: () => {
      clock += 1;
      return clock;
    },
    onProblem: (problem) => problems.push(problem),
    ...settings,
  });
  return {
    proxy,
    recorded,
    problems,
    finish: async () => {
      await proxy.stop();
      return recorded;
    },
  };
}
