import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RecordedCall } from '../../../src/domain/recording.ts';
import { defaultUpstream, type UpstreamSettings } from '../../../src/domain/upstream.ts';
import { fillDoors } from '../../../src/shadow/instance/companion.ts';
import { indexCalls } from '../../../src/shadow/upstream/answer-book.ts';
import {
  type CertificateAuthority,
  createAuthority,
} from '../../../src/shadow/upstream/certificate-authority.ts';
import { openStandIn, type UpstreamStandIn } from '../../../src/shadow/upstream/open-stand-in.ts';

export const shapes = {
  isRedactionToken: (text: string) => /^sg_[\w-]{22}$/.test(text),
  isPeculiar: (text: string) =>
    text.length >= 8 && /\d/.test(text) && /[a-z]/i.test(text) && !/\s/.test(text),
};

let made: CertificateAuthority | undefined;

/** One authority for all tests of a file, since its keys take a while. */
function anAuthority(): CertificateAuthority {
  made ??= createAuthority(new Date());
  return made;
}

/** A stand-in with the door through which a client of a test reaches it. */
export type StandInAtDoor = {
  readonly standIn: UpstreamStandIn;
  readonly port: number;
  /** What an instance would be given, doors filled in. */
  readonly environment: Readonly<Record<string, string>>;
  close(): Promise<void>;
};

export async function aStandIn(
  recorded: readonly RecordedCall[],
  settings: Partial<UpstreamSettings> = {},
): Promise<StandInAtDoor> {
  const folder = await mkdtemp(join(tmpdir(), 'sg-up-'));
  const standIn = await openStandIn({
    folder,
    settings: { ...defaultUpstream, ...settings },
    recorded: indexCalls(recorded),
    authority: anAuthority(),
    shapes,
    sessionOf: () => '',
  });
  const [door] = standIn.companion.doors;
  const server = createServer((socket) => {
    const inner = connect(door?.socketPath ?? '');
    socket.pipe(inner).pipe(socket);
    for (const each of [socket, inner]) each.on('error', () => each.destroy());
    socket.on('close', () => inner.destroy());
    inner.on('close', () => socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  const ports = new Map([['upstream', port]]);
  const filled = Object.entries(standIn.companion.environment).map(([name, value]) => [
    name,
    fillDoors(value, ports),
  ]);
  return {
    standIn,
    port,
    environment: Object.fromEntries(filled),
    async close() {
      await standIn.close();
      await rm(folder, { recursive: true, force: true });
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
