import { randomBytes } from 'node:crypto';
import type { Translation } from '../built-code/open-translation.ts';
import type { AgentChannelRequest } from './agent-channel.ts';

const gateKey = randomBytes(32).toString('hex');

/** Of code that runs under the name of its file nothing has to be translated. */
type Placed = Pick<Translation, 'probes'> & Partial<Pick<Translation, 'builtCoverage'>>;

/** The plan as the agent reads it (docs/agent-protocol.md): written before the instance starts. */
export function planText(
  request: AgentChannelRequest,
  { probes, builtCoverage = [] }: Placed = request,
): string {
  const { role, root, coverageOf, suspects, determinism, key, agentLimits } = request;
  const {
    coverageByExchange = false,
    oneAtATime = coverageByExchange,
    thrownErrors = false,
    allocations = null,
    classes = [],
  } = request;
  const limits = agentLimits ?? {};
  return JSON.stringify({
    version: 1,
    role,
    root,
    key: key ?? gateKey,
    probes,
    coverageOf,
    builtCoverage,
    coverageByExchange,
    oneAtATime,
    thrownErrors,
    allocations,
    classes,
    suspects,
    determinism: determinism ?? null,
    limits,
  });
}
