import type { SettledTrial } from '../../src/trial/settled-trial.ts';

/** Two runs that agree in everything, over a change of which each line ran. */
export const quietTrial: SettledTrial = {
  ...{ findings: [], clusters: [], flaky: [], noise: [], routes: [], traces: [], perturbed: false },
  ...{ unusedIgnores: [], ignoreWarnings: [], undeclared: [] },
  ...{ costs: [], allocations: null, flow: null },
  exercise: { known: true, changedLines: 3, executedLines: 3, neverExecuted: [], exchanges: 150 },
};
