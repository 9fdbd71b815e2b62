import { clusterFindings } from '../comparison/clusters/cluster-findings.ts';
import type { Divergence, Finding } from '../domain/divergence.ts';
import type { GateError } from '../errors.ts';
import { type SettledTrial, unknownExchange, unknownExercise } from './settled-trial.ts';

/** A candidate that does not start while the baseline does is one finding, and the worst. */
export function settleFailedStart(error: GateError): SettledTrial {
  // What follows the first line is the end of a log, which the warnings have.
  const [message = ''] = error.message.split('\n', 1);
  const before = error.code === 'build-failed' ? 'built' : 'started';
  const divergence: Divergence = {
    kind: 'start-failed',
    place: 'process',
    pattern: 'process',
    baseline: { type: 'text', text: before, length: before.length },
    candidate: { type: 'failure', text: message.slice(0, 400), length: message.length },
  };
  const finding: Finding = {
    id: 'f0001',
    exchangeId: '',
    route: 'every route',
    divergence,
    severity: 'breaking',
    severityRule: 'candidate-does-not-start',
    disposition: { kind: 'counted', reason: 'the baseline started under the same conditions' },
  };
  return {
    findings: [finding],
    clusters: clusterFindings(
      [finding],
      () => unknownExchange,
      () => null,
    ),
    flaky: [],
    noise: [],
    routes: [],
    unusedIgnores: [],
    ignoreWarnings: [],
    traces: [],
    exercise: unknownExercise,
    perturbed: false,
    costs: [],
    allocations: null,
    flow: null,
    undeclared: [],
  };
}
