/** What stood in one exchange of one run, each by a key of its own. */
export type Standing = { readonly route: string; readonly keys: ReadonlySet<string> };

/** In how many answers of its route something stood, in words. */
export type RateOf = (route: string, key: string) => string;

/**
 * What did not come back in one exchange may come back in others: the rate over all that was run tells a rare race from a
 * place that fails half of the time. Said in the reason of each flaky finding.
 */
export function measureRates(all: readonly Standing[]): RateOf {
  const answers = new Map<string, number>();
  const shown = new Map<string, number>();
  const add = (counts: Map<string, number>, name: string): void => {
    counts.set(name, (counts.get(name) ?? 0) + 1);
  };
  for (const { route, keys } of all) {
    add(answers, route);
    for (const key of keys) add(shown, `${route}\n${key}`);
  }
  return (route, key) =>
    `at this place in ${shown.get(`${route}\n${key}`) ?? 0} of ${answers.get(route) ?? 0} answers of the route`;
}
