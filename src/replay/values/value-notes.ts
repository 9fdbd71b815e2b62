/** What became of the values that requests carry, so far as a reader must know it. */
export type ValueNotes = {
  /** A request was answered otherwise than in production, and carries tokens for which the settings name no secret. */
  withoutSecrets(request: Unanswered): void;
  conflict(exchangeId: string): void;
  notFollowed(values: number, exchangeId: string): void;
  inWords(): readonly string[];
};

type Unanswered = {
  readonly exchangeId: string;
  readonly route: string;
  readonly secrets: ReadonlySet<string>;
};

/** So many tokens are named; they stand for secrets, and are what the settings must name. */
const mostTokens = 3;

type Secrets = { readonly exchanges: Set<string>; readonly tokens: Set<string> };

/** Counts what a report must say, with the first exchange of each; never the values themselves. */
export function createValueNotes(): ValueNotes {
  const secrets = new Map<string, Secrets>();
  const conflicts = new Set<string>();
  let notFollowed = { count: 0, first: '' };
  return {
    withoutSecrets: ({ exchangeId, route, secrets: tokens }) => {
      if (tokens.size === 0) return;
      const entry = secrets.get(route) ?? { exchanges: new Set(), tokens: new Set() };
      entry.exchanges.add(exchangeId);
      for (const token of tokens) entry.tokens.add(token);
      secrets.set(route, entry);
    },
    conflict: (exchangeId) => conflicts.add(exchangeId),
    notFollowed: (values, first) => {
      notFollowed = { count: notFollowed.count + values, first: notFollowed.first || first };
    },
    inWords: () => [
      ...[...secrets].map(secretsInWords),
      ...[...conflicts]
        .slice(0, 1)
        .map(
          (first) =>
            `${requests(conflicts.size)} a recorded value for which an instance issued several, first ${first}: the latest of the same session was sent`,
        ),
      ...(notFollowed.count > 0
        ? [`${notFollowed.count} values of long responses were not followed, first in ${notFollowed.first}`]
        : []),
    ],
  };
}

function secretsInWords([route, { exchanges, tokens }]: readonly [string, Secrets]): string {
  const named = [...tokens].slice(0, mostTokens).join(', ');
  const more = tokens.size > mostTokens ? ` and ${tokens.size - mostTokens} more` : '';
  const [first = ''] = exchanges;
  return `${requests(exchanges.size)} to ${route} a secret that was redacted, first ${first}, and the shadow answers otherwise: name what it accepts for ${named}${more} under \`replay.credentials\` on the base branch`;
}

function requests(count: number): string {
  return count === 1 ? '1 request carries' : `${count} requests carry`;
}
