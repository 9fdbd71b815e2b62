import { randomBytes } from 'node:crypto';
import type { AgentChannelRequest } from './agent-channel.ts';

const gateKey = randomBytes(32).toString('hex');

/** The plan as the agent reads it (docs/agent-protocol.md): written before the instance starts. */
export function planText({
  role,
  root,
  probes,
  coverageOf,
  coverageByExchange = false,
  thrownErrors = false,
  allocations = false,
  suspects,
  determinism,
  key,
  agentLimits,
}: AgentChannelRequest): string {
  const limits = agentLimits ?? {};
  return JSON.stringify({
    version: 1,
    role,
    root,
    key: key ?? gateKey,
    probes,
    coverageOf,
    coverageByExchange,
    thrownErrors,
    allocations,
    suspects,
    determinism: determinism ?? null,
    limits,
  });
}
