import type { Probe } from '../../domain/runtime-snapshot.ts';
import { speakPython } from '../python/speak-python.ts';
import { describeProbe, type ProbeRequest } from './describe-probe.ts';

/** Turns a chosen place into the probe its agent is given: the agent of a language is asked in that language. */
export function probeAt(request: ProbeRequest): Probe {
  const probe = describeProbe(request);
  return request.path.endsWith('.py') ? speakPython(probe, request.at) : probe;
}
