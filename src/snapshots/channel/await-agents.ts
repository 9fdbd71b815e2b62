import type { AgentChannel } from './agent-channel.ts';

/** How long to wait, in milliseconds: for the first hello of a run at all, and for the rest once there was one. */
export const helloLimits = { firstMs: 2_000, restMs: 10_000 } as const;

/**
 * Used between readiness and the first exchange: whether every instance of the run has an agent. A port is open before
 * the agent behind it gets to say hello, since that takes a turn of the service's event loop; to go on at once would
 * leave requests untagged, and what they called or threw unseen. Where nobody says hello there is no agent to wait for.
 */
export async function awaitAgents(
  channels: readonly Pick<AgentChannel, 'untilConnected'>[],
  limits: { readonly firstMs: number; readonly restMs: number } = helloLimits,
): Promise<boolean> {
  if (channels.length === 0) return false;
  const firsts = channels.map((channel) => orThrow(channel.untilConnected(limits.firstMs)));
  const isAnyone = await Promise.any(firsts).catch(() => false);
  if (!isAnyone) return false;
  const all = await Promise.all(channels.map((channel) => channel.untilConnected(limits.restMs)));
  return all.every((isConnected) => isConnected);
}

/** So that the first that is connected wins, and not the first that gives up. */
async function orThrow(connected: Promise<boolean>): Promise<true> {
  if (await connected) return true;
  throw new Error('nobody said hello');
}
