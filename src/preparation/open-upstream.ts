/** The answers to outbound calls: recorded and hand-written ones are read once a gate, for the stand-ins of all its runs. */

import type { RecordedCall } from '../domain/recording.ts';
import type { UpstreamSettings } from '../domain/upstream.ts';
import { GateError } from '../errors.ts';
import { readStandIns } from '../recording/calls/read-stand-ins.ts';
import { type IndexedCalls, indexCalls } from '../shadow/upstream/answer-book.ts';
import type { CertificateAuthority } from '../shadow/upstream/certificate-authority.ts';
import type { OpenRecording } from './open-recording.ts';

/** What all stand-ins of a gate have in common. */
export type GateUpstream = {
  readonly settings: UpstreamSettings;
  readonly recorded: IndexedCalls;
  /** Made when it is first asked for, since its keys take a while: services that run already are in a world of their own. */
  readonly authority: () => Promise<CertificateAuthority>;
  /** Recorded answers at hand, hand-written ones included. */
  readonly answers: number;
};

export type UpstreamRequest = {
  readonly settings: UpstreamSettings;
  readonly recording: OpenRecording;
  readonly standIns: readonly RecordedCall[];
  readonly now: Date;
};

/** Reads the answers; null when `service.upstream` switches the stand-in off. */
export async function openUpstream(request: UpstreamRequest): Promise<GateUpstream | null> {
  const { settings, recording, standIns, now } = request;
  if (!settings.enabled) return null;
  const calls: RecordedCall[] = [...standIns];
  for await (const call of recording.calls()) calls.push(call);
  return { settings, recorded: indexCalls(calls), authority: authorityOf(now), answers: calls.length };
}

function authorityOf(now: Date): GateUpstream['authority'] {
  let made: Promise<CertificateAuthority> | null = null;
  return () => {
    made ??= import('../shadow/upstream/certificate-authority.ts').then(({ createAuthority }) =>
      createAuthority(now),
    );
    return made;
  };
}

/** Reads the files of hand-written answers from where the settings come, which the change cannot alter. */
export async function readStandInFiles(
  readFile: (path: string) => Promise<string | null>,
  paths: readonly string[],
): Promise<readonly RecordedCall[]> {
  const calls: RecordedCall[] = [];
  for (const path of paths) {
    const text = await readFile(path);
    if (text === null) throw missing(path);
    // Lines are numbered within their file; two files may number alike.
    calls.push(...readStandIns(text, path).map((call) => ({ ...call, id: `${path}#${call.id}` })));
  }
  return calls;
}

function missing(path: string): GateError {
  return new GateError({
    code: 'config-invalid',
    message: `There is no ${path}, which the settings name under \`stand-ins\` of \`service.upstream\`.`,
    remedy: 'Commit the file to the base branch, or take its name out of the settings.',
  });
}
