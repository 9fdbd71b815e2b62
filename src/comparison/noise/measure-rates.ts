/** What stood in one exchange of one run, each by a key of its own. */
export type Standing = { readonly route: string; readonly keys: ReadonlySet<string> };

/** In how many answers of its route something stood, in words. */
export type RateOf = (route: string, key: string) => string;

/**
 * What did not come back in one exchange may come back in others: the rate over all that was run tells a rare race from a
 * place that fails half of the time. Said in the reason of each flaky finding. `answered` holds the exchanges of each run.
 */
export function measureRates(
  answered: Iterable<Iterable<{ readonly route: string }>>,
  stood: readonly Standing[],
): RateOf {
  const shown = new Map<string, number>();
  for (const { route, keys } of stood) for (const key of keys) count(shown, `${route}\n${key}`);
  let answers: ReadonlyMap<string, number> | null = null;
  return (route, key) => {
    answers ??= answersByRoute(answered);
    return `at this place in ${shown.get(`${route}\n${key}`) ?? 0} of ${answers.get(route) ?? 0} answers of the route`;
  };
}

/** Asked for only where something is flaky: there may be a million of them. */
function answersByRoute(
  answered: Iterable<Iterable<{ readonly route: string }>>,
): ReadonlyMap<string, number> {
  const answers = new Map<string, number>();
  for (const run of answered) for (const { route } of run) count(answers, route);
  return answers;
}

function count(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}
