import { rulesOfAnswers } from './rules-of-answers.ts';
import { rulesOfEffects } from './rules-of-effects.ts';

/**
 * The first rule that applies rates a finding. Rules are named for what they mean for the contract with a client that relied on the
 * baseline: what it can miss is breaking, what it may misread is risky, what it never relied on is benign; what is stored
 * wrongly stays wrong, and is breaking though no client has seen it yet. There is a rule for every kind, so that nothing goes unrated.
 */
export const severityRules = [...rulesOfAnswers, ...rulesOfEffects];
