/**
 * `npm run bench:detection:record [-- APP…]`: records the drive of each service with our own recorder, into
 * bench/detection/recordings. Run it again after a change to a service or its drive.
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  createRecording,
  OpenExchanges,
  startOutboundRecorder,
  startRecordingProxy,
  summariseRecording,
} from '../../src/index.ts';
import { startBehindPayments } from './behind-payments.ts';
import { benchRedactor } from './bench-redaction.ts';
import type { BenchedApp } from './benched-app.ts';
import { benchedApps, recordingOf, repositoryRoot } from './benched-apps.ts';
import { driveApp } from './drive-app.ts';
import { startApp } from './run-app.ts';

const names = process.argv.slice(2);
for (const app of benchedApps.filter(({ name }) => names.length === 0 || names.includes(name))) {
  await record(app);
  const { exchanges, completeness } = await summariseRecording(recordingOf(app));
  process.stdout.write(`${app.name}: ${exchanges} exchanges, completeness ${completeness}\n`);
}

async function record(app: BenchedApp): Promise<void> {
  const redactor = benchRedactor();
  const behind = await startBehindPayments();
  const openExchanges = new OpenExchanges(redactor.sessionOf);
  const writer = await createRecording(recordingOf(app), {
    ...{ createdAt: new Date().toISOString(), recorder: 'bench', keyId: redactor.keyId },
  });
  const onProblem = (problem: string) => void process.stderr.write(`${app.name}: ${problem}\n`);
  const hosts = Object.entries(app.upstreams);
  const outbound = await startOutboundRecorder({
    ...{ port: 0, redactor, openExchanges, onProblem, now: Date.now, maximumBodyBytes: 1 << 20 },
    bases: hosts.map(([variable]) => ({ name: variable.toLowerCase(), url: new URL(behind.origin) })),
    // The stand-in's own port is of no interest; in the shadow the service calls the names of its settings.
    append: (call) => {
      const host = hosts.find(([variable]) => call.url.includes(`/${variable.toLowerCase()}/`))?.[1];
      return writer.appendCall({ ...call, url: hostNamed(call.url, behind.origin, host, hosts) });
    },
  });
  const service = await startApp(app, join(repositoryRoot, app.folder), {
    ...app.environment,
    ...Object.fromEntries(
      hosts.map(([name]) => [name, `http://127.0.0.1:${outbound.port}/${name.toLowerCase()}`]),
    ),
  });
  const proxy = await startRecordingProxy({
    ...{ upstream: new URL(`http://127.0.0.1:${service.port}`), port: 0, redactor, openExchanges, onProblem },
    ...{ append: (exchange) => writer.append(exchange), maximumBodyBytes: 1 << 20, now: Date.now },
  });
  await driveApp(app, proxy.port);
  const counters = await proxy.stop();
  await writer.close({ ...counters, calls: await outbound.stop() });
  await service.stop();
  await rm(service.dataFolder, { recursive: true, force: true });
  behind.stop();
}

/** Both stand-ins have one origin here; the path tells which of the two was meant. */
function hostNamed(
  url: string,
  origin: string,
  host: string | undefined,
  hosts: readonly (readonly [string, string])[],
): string {
  const named =
    host ?? hosts.find(([variable]) => variable === (url.includes('/scores') ? 'RISK_URL' : 'PSP_URL'))?.[1];
  return url.replace(origin, named ?? origin);
}
