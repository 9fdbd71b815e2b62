/** Joins the replay with the agents: at several points of a run every instance is asked what it holds without garbage. */
import type { MemoryPoint } from '../comparison/cost/judge-memory.ts';
import { type InstanceRole, instanceRoles } from '../domain/observation.ts';
import type { RuntimeSnapshot } from '../domain/runtime-snapshot.ts';
import type { Channels } from '../preparation/open-channels.ts';

export type MemoryWatch = {
  /** To be told how many exchanges were observed; waits while the instances measure. */
  afterExchanges(done: number): Promise<void>;
  /** What they told. */
  points(snapshots: Readonly<Partial<Record<InstanceRole, RuntimeSnapshot>>>): readonly MemoryPoint[];
};

/** So many steps show a trend, and cost a few hundred milliseconds of a run. */
const steps = 8;
/** A shorter run has too few exchanges between two points. */
const fewestExchanges = 24;
const answerTimeoutMs = 10_000;
/** Collecting a heap of gigabytes takes long: more than this in all is not spent on it. */
const mostMs = 30_000;
/** On a busy machine one answer may be late, and the trend is seen without it; an agent that cannot measure never answers. */
const mostMissed = 1;

/** All instances measure at the same moment, so that it weighs on each alike. Services without an agent tell nothing. */
export function createMemoryWatch(channels: Channels, total: number): MemoryWatch {
  const taken: number[] = [];
  const all = instanceRoles.flatMap((role) => channels[role] ?? []);
  let isOver = total < fewestExchanges || all.length === 0 || all.some((channel) => !channel.isConnected());
  let [spentMs, missed] = [0, 0];
  return {
    async afterExchanges(done) {
      if (isOver || done < Math.ceil((total * taken.length) / steps)) return;
      const began = performance.now();
      const point = taken.push(done) - 1;
      const answers = await Promise.all(all.map((channel) => channel.measureMemory(point, answerTimeoutMs)));
      spentMs += performance.now() - began;
      if (answers.includes(false)) missed += 1;
      isOver = missed > mostMissed || spentMs > mostMs || taken.length > steps;
    },
    points: (snapshots) =>
      taken.map((exchanges, point) => ({
        exchanges,
        held: Object.fromEntries(
          Object.entries(snapshots).flatMap(([role, snapshot]) => {
            const held = heldAt(snapshot, point);
            return held === null ? [] : [[role, held]];
          }),
        ),
      })),
  };
}

/** Over all processes of the instance; null where garbage could not be collected or nothing was told. */
function heldAt({ events }: RuntimeSnapshot, point: number): number | null {
  const told = events.filter((event) => event.kind === 'memory').filter((event) => event.point === point);
  if (told.length === 0 || told.some(({ collected }) => collected !== true)) return null;
  return told.reduce((sum, { heapUsed, external = 0 }) => sum + heapUsed + external, 0);
}
