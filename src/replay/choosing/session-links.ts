import type { Survey } from './survey-recording.ts';

/** What came before each exchange in its session; -1 for nothing. */
export type SessionLinks = {
  readonly before: Int32Array;
  /** The nearest before it that may have left something behind. */
  readonly stateBefore: Int32Array;
};

/** Used once a choice is needed: two numbers for each exchange. Exchanges that belong to no session have nothing before them. */
export function linkSessions(survey: Survey): SessionLinks {
  const { exchanges, sessions } = survey;
  const lastOf = new Int32Array(sessions).fill(-1);
  const lastStateOf = new Int32Array(sessions).fill(-1);
  const before = new Int32Array(exchanges).fill(-1);
  const stateBefore = new Int32Array(exchanges).fill(-1);
  for (let index = 0; index < exchanges; index += 1) {
    const session = survey.sessionNumberOf(index);
    if (session === 0) continue;
    before[index] = lastOf[session] ?? -1;
    stateBefore[index] = lastStateOf[session] ?? -1;
    lastOf[session] = index;
    if (survey.leavesState(index)) lastStateOf[session] = index;
  }
  return { before, stateBefore };
}

/** How much of its session an exchange brings at most: nearest first, and of what leaves state more of it. */
const nearest = 20;
const nearestState = 200;

/** Numbers of the exchanges of its session that an exchange brings when it is chosen. */
export function* sessionBefore({ before, stateBefore }: SessionLinks, index: number): Generator<number> {
  let at = before[index] ?? -1;
  for (let count = 0; at !== -1 && count < nearest; count += 1) {
    yield at;
    at = before[at] ?? -1;
  }
  at = stateBefore[index] ?? -1;
  for (let count = 0; at !== -1 && count < nearestState; count += 1) {
    yield at;
    at = stateBefore[at] ?? -1;
  }
}
