import type { Plan } from '../domain/plan.ts';
import type { RuntimeSnapshot } from '../domain/runtime-snapshot.ts';
import type { GateError } from '../errors.ts';
import type { BuiltSides } from '../preparation/built-sides.ts';
import { warnOfCredentials } from '../preparation/describe-credentials.ts';
import type { OpenRecording } from '../preparation/open-recording.ts';
import type { Credentials } from '../replay/credentials/classify-credentials.ts';
import { sentenceOfEnd } from '../runs/instance-end.ts';
import type { Trial } from '../runs/observe-and-explain.ts';
import type { SettledTrial } from '../trial/settled-trial.ts';
import { explainUnseenCode } from './explain-unseen-code.ts';

type Found = {
  readonly recording: OpenRecording;
  readonly trial: Trial;
  readonly settled: SettledTrial;
  readonly credentials: Credentials;
  readonly plan?: Pick<Plan, 'notes'>;
  /** What is known of the output of the builds; absent or null where nobody looked. */
  readonly builtCode?: BuiltSides | null;
};
type RanTrial = Extract<Trial, { kind: 'ran' }>;

/**
 * What a reader must know before trusting the rest: where the evidence is thinner than it looks, and why. A warning
 * may have further lines, such as the end of a log.
 */
export function warnOfLimits(found: Found): readonly string[] {
  const { recording, trial, settled, credentials } = found;
  const { damage } = recording.summary;
  const refused = warnOfCredentials(credentials);
  return [
    ...(damage === undefined ? [] : [`The recording is damaged: ${damage}`]),
    ...(refused === null ? [] : [sentence(refused)]),
    ...(found.plan?.notes ?? []),
    ...(trial.kind === 'ran' ? warningsOfRuns(trial, found) : logOfFailure(trial.error)),
    ...settled.ignoreWarnings,
    ...(settled.perturbed ? ['Probes changed some answers; no first divergence is claimed for those.'] : []),
  ];
}

/** The finding has what failed, in the first line of the error; what follows it is the end of a log. */
function logOfFailure({ message }: GateError): readonly string[] {
  const [title, ...log] = message.split('\n').slice(1);
  return title === undefined
    ? []
    : [[`Candidate: ${title.trim()}`, ...log.map((line) => line.trim())].join('\n')];
}

function warningsOfRuns(
  trial: RanTrial,
  { settled, builtCode = null }: Pick<Found, 'settled' | 'builtCode'>,
): readonly string[] {
  const snapshots = [trial.observe, trial.explain].flatMap((run) => Object.values(run?.snapshots ?? {}));
  const dropped = snapshots.reduce((sum, snapshot) => sum + snapshot.dropped, 0);
  return [
    ...trial.observe.notes.map(sentence),
    ...warnOfEnd(trial),
    ...warnOfUnsent(trial),
    ...warnOfLag(trial),
    ...warnOfOwnCpu(trial),
    ...warnOfUnwatchedState(trial),
    ...warnOfUndeclaredFiles(trial, settled),
    ...warnOfCalls(trial, snapshots),
    ...(trial.observe.outbound?.notes ?? []).map(sentence),
    ...(trial.observe.telemetry?.notes ?? []).map(sentence),
    ...warnOfMissingSecondary(trial),
    ...warnOfMissingAgent(trial),
    ...warnOfUnseenRequests(trial),
    ...warnOfDegradedAgents(trial, snapshots),
    ...warnOfUnseenCode(trial, settled, builtCode),
    ...(dropped > 0
      ? [`The agents could not deliver ${dropped} records of what they saw; traces may be incomplete.`]
      : []),
  ];
}

function sentence(note: string): string {
  return `${note.slice(0, 1).toUpperCase()}${note.slice(1)}.`;
}

/** The end of its log may name what it was sent, and goes through the same rules as its answers. */
function warnOfEnd({ observe, explain, secrets }: RanTrial): readonly string[] {
  const end = observe.candidateEnd ?? explain?.candidateEnd ?? null;
  if (end === null) return [];
  const log = secrets
    .redact({ place: 'log', text: end.log })
    .split('\n')
    .map((line) => line.trim());
  return [[sentenceOfEnd(end), ...log].filter((line) => line !== '').join('\n')];
}

/** A deadline is a gap of its own; what is left was planned, and is no request that can be sent as it stands. */
function warnOfUnsent({ observe }: RanTrial): readonly string[] {
  const unsent = observe.compared.notCompared.length - observe.notSent - (observe.candidateEnd?.givenUp ?? 0);
  if (unsent <= 0) return [];
  const exchanges = unsent === 1 ? '1 exchange' : `${unsent} exchanges`;
  return [`The requests of ${exchanges} could not be sent to both builds, so nothing was compared there.`];
}

const lateShare = 0.05;

/** Only where the settings ask for the distances of the recording: elsewhere nobody was promised them. */
function warnOfLag({ observe: { replay } }: RanTrial): readonly string[] {
  if (replay === null || replay.timing !== 'recorded' || replay.lag.shareOver < lateShare) return [];
  const { shareOver, boundMs, maxMs } = replay.lag;
  return [
    `The replay did not keep up with the recording: ${Math.round(shareOver * 100)} % of the exchanges left more than ${boundMs} ms late, the worst ${Math.round(maxMs)} ms. A lower \`replay.speed\` or a higher \`replay.concurrency\` would let it.`,
  ];
}

const largeShare = 0.25;

/** Latencies then say as much about us as about the builds. */
function warnOfOwnCpu({ observe: { measures } }: RanTrial): readonly string[] {
  const { ownCpuShare } = measures;
  if (ownCpuShare === null || ownCpuShare <= largeShare) return [];
  return [
    `The replay itself took ${Math.round(ownCpuShare * 100)} % of the CPU time that it and the instances spent: what was found of latencies may be about the replay and not about the builds. A lower \`replay.concurrency\` leaves the instances more room.`,
  ];
}

/** Findings in what is stored then have no exchange that wrote them. */
function warnOfUnwatchedState({ explain }: RanTrial): readonly string[] {
  const ended = explain?.state?.watched?.ended ?? null;
  return ended === null
    ? []
    : [`${sentence(ended)} Which exchange wrote a stored difference may not be known.`];
}

const mostNamed = 5;

/** A cache, a log or the layout of a library's own file is not the service's data unless somebody says so. */
function warnOfUndeclaredFiles({ secrets }: RanTrial, { undeclared }: SettledTrial): readonly string[] {
  if (undeclared.length === 0) return [];
  const named = undeclared.slice(0, mostNamed).map(({ kind, place }) => {
    const path = place.split('/').slice(2).join('/').replaceAll('~1', '/').replaceAll('~0', '~');
    return `${secrets.redact({ place: 'state', text: path })} (${kind.replace('file-', '')})`;
  });
  const more = undeclared.length > mostNamed ? ' and others' : '';
  return [
    `Files that no setting names as state differ in the data folder, which is not counted: ${named.join(', ')}${more}. \`service.state: folder\` holds the change to them.`,
  ];
}

/** Where nothing stands in for another service, what they answer, or that they do not, is part of what was compared. */
function warnOfCalls({ observe }: RanTrial, snapshots: readonly RuntimeSnapshot[]): readonly string[] {
  const calls = snapshots
    .flatMap(({ events }) => events.filter((event) => event.kind === 'outbound-call'))
    .filter((call) => observe.outbound?.standsInFor(call) !== true);
  const byOrigin = Map.groupBy(calls, ({ url }) => /^\w+:\/\/[^/]*/.exec(url)?.[0] ?? url);
  return [...byOrigin].map(([origin, made]) => {
    const unanswered = made.filter(({ status }) => status === undefined).length;
    const count = made.length === 1 ? '1 call' : `${made.length} calls`;
    if (unanswered === 0) {
      return `The service called ${origin} from the shadow (${count}), and was answered: see that nothing real hangs on it.`;
    }
    const part = unanswered === made.length ? '' : ` in ${unanswered} of them`;
    return `The service called ${origin} from the shadow (${count}), and got no answer${part}: what it does without one is what was compared.`;
  });
}

function warnOfMissingSecondary({ instances }: RanTrial): readonly string[] {
  if (instances.some(({ role }) => role === 'secondary')) return [];
  return ['No secondary ran, so noise could not be measured: a field that always varies may be counted.'];
}

function warnOfMissingAgent({ instances }: RanTrial): readonly string[] {
  const without = instances.filter(({ agent }) => agent === 'absent');
  if (without.length === 0) return [];
  const roles = without.map(({ role }) => role).join(', ');
  const why = without.every(({ source }) => source.startsWith('url:'))
    ? 'it can only be loaded into a service that is started here'
    : 'none reported from it: there is one for Node and one for Python from 3.9 on';
  return [
    `No agent was loaded into ${roles}, since ${why}: which changed lines ran, and where the programs part, is not known.`,
  ];
}

/** The end of an exchange is told by its memory: an agent that told some, and none of an exchange, does not know the server of the service. */
function warnOfUnseenRequests({ observe: { snapshots } }: RanTrial): readonly string[] {
  const blind = Object.entries(snapshots).filter(([, { events }]) => {
    const told = events.filter(({ kind }) => kind === 'memory');
    return told.length > 0 && told.every(({ exchangeId }) => exchangeId === '');
  });
  if (blind.length === 0) return [];
  const roles = blind.map(([role]) => role).join(', ');
  return [
    `The agent saw no request begin in ${roles}: the service is served by something that it does not know. Where the programs part is not known, and time and chance were not held still within an exchange.`,
  ];
}

/** Agents run inside the services, whose words these may be. */
function warnOfDegradedAgents(
  { secrets }: RanTrial,
  snapshots: readonly RuntimeSnapshot[],
): readonly string[] {
  const all = [...new Set(snapshots.flatMap(({ degraded = [] }) => degraded))].slice(0, mostNamed);
  if (all.length === 0) return [];
  const said = all.map((text) =>
    secrets.redact({ place: 'log', text: text.replace(/\s+/g, ' ').slice(0, 200) }),
  );
  return [
    `The agents could not see everything, or not alone: ${said.join('; ')}. What ran, what was thrown and what variables held may be known in part only.`,
  ];
}

function warnOfUnseenCode(
  { instances }: RanTrial,
  { exercise }: SettledTrial,
  builtCode: BuiltSides | null,
): readonly string[] {
  const isWatched = instances.some(({ role, agent }) => role === 'candidate' && agent === 'connected');
  const { unseen = [] } = exercise;
  if (!isWatched || unseen.length === 0) return [];
  return [explainUnseenCode(unseen, builtCode)];
}
