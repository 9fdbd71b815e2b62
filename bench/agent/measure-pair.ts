import type { Variant } from './agent-variants.ts';
import type { Heard } from './listen-to-agent.ts';
import { type Client, openClient } from './send-load.ts';
import { spreadOf } from './spread-of.ts';
import { startTarget, type Target, type TargetRequest } from './start-target.ts';

/** CPU of the two services of a pair for one request, in microseconds, and the first over the second. */
export type Compared = { readonly cpuUs: number; readonly besideUs: number; readonly ratio: number };

export type Measured = {
  /** Once both were warm. */
  readonly steady: Compared;
  /** From the first request on, over so many of them: what compiling, arming, hits and disarming took is spread over these. */
  readonly fromFirst: readonly (Compared & { readonly requests: number })[];
  /** Length of the record of a hit, where there were hits. */
  readonly hitCharacters: number;
  readonly version: string;
};

/** Long enough for the young generation to be collected in each, short enough for the machine to be as quick in the next. */
const blockRequests = 250;
const connections = 20;

type Side = {
  readonly target: Target;
  readonly client: Client;
  readonly path: '/' | '/loop';
  sent: number;
  readonly blocksUs: number[];
};

/**
 * One measurement of a variant: a fresh process of it and a fresh one of what it is compared with live side by side, and take turns in blocks of
 * requests, in the order ABBA, so that a machine that gets slower or quicker meanwhile does so for both. The CPU of each is read around its own blocks.
 * `round` decides who begins. Throws when the agent did not see what it was to see.
 */
export async function measurePair(node: string, variant: Variant, round: number): Promise<Measured> {
  const flags = variant.preload === undefined ? [] : ['--require', variant.preload];
  const measured = await startSide({ node, flags, agent: variant.agent }, variant);
  const beside = await startSide({ node, agent: variant.beside }, variant);
  const { warm, measured: counted } = variant.sizes;
  for (let block = 0; block < (warm + counted) / blockRequests; block += 1) {
    const isTurned = ((block + 1) >> 1) % 2 === round % 2;
    for (const side of isTurned ? [beside, measured] : [measured, beside]) await sendBlock(side);
  }
  const { version } = await measured.target.usage();
  const heard = await stopSide(measured);
  await stopSide(beside);
  if (heard !== null && !variant.didWork(heard, measured.sent))
    throw new Error(`${variant.name}: the agent did not do its work: ${JSON.stringify(heard)}`);
  return {
    steady: compareSteady(measured.blocksUs, beside.blocksUs, warm / blockRequests),
    fromFirst: variant.spreadOver.map((requests) => ({
      requests,
      ...compare(measured.blocksUs, beside.blocksUs, requests / blockRequests),
    })),
    hitCharacters: heard === null || heard.hits === 0 ? 0 : heard.hitCharacters / heard.hits,
    version,
  };
}

async function startSide(request: TargetRequest, { target: path }: Variant): Promise<Side> {
  const target = await startTarget(request);
  return { target, client: await openClient(target.port, connections), path, sent: 0, blocksUs: [] };
}

async function stopSide({ client, target }: Side): Promise<Heard | null> {
  const heard = await target.stop();
  client.close();
  return heard;
}

async function sendBlock(side: Side): Promise<void> {
  const before = await side.target.usage();
  await side.client.send({ target: side.path, from: side.sent, requests: blockRequests });
  side.sent += blockRequests;
  side.blocksUs.push((await side.target.usage()).cpuUs - before.cpuUs);
}

/** All that the first blocks took, the rare and the dear included. */
function compare(measured: readonly number[], beside: readonly number[], blocks: number): Compared {
  const perRequest = (each: readonly number[]) =>
    each.slice(0, blocks).reduce((sum, us) => sum + us, 0) / (blocks * blockRequests);
  const [cpuUs, besideUs] = [perRequest(measured), perRequest(beside)];
  return { cpuUs, besideUs, ratio: cpuUs / besideUs };
}

/** The middle of what each four blocks in the order ABBA say: what struck one of them from outside does not count. */
function compareSteady(measured: readonly number[], beside: readonly number[], from: number): Compared {
  const four = Array.from({ length: (measured.length - from) / 2 }, (_, at) => {
    const [first, end] = [from + 2 * at, from + 2 * at + 2];
    return compare(measured.slice(first, end), beside.slice(first, end), 2);
  });
  return {
    cpuUs: spreadOf(four.map(({ cpuUs }) => cpuUs)).median,
    besideUs: spreadOf(four.map(({ besideUs }) => besideUs)).median,
    ratio: spreadOf(four.map(({ ratio }) => ratio)).median,
  };
}
