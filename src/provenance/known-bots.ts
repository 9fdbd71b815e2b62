import type { Person } from '../domain/change.ts';
import { readAccount } from './match-identity.ts';

/** Accounts of GitHub that commit without AI. Both parts must agree: anyone can write a login. */
const accounts: readonly string[] = [
  ...['49699333+dependabot[bot]', '27856297+dependabot-preview[bot]', '29139614+renovate[bot]'],
  ...['41898282+github-actions[bot]', '55107282+release-please[bot]', '31301654+imgbot[bot]'],
  ...['37929162+mergify[bot]', '114827586+autofix-ci[bot]', '33266368+svc-excavator-bot'],
  ...[
    '42819689+whitesource-bolt-for-github[bot]',
    '135279899+update-envoy[bot]',
    '224641728+gemini-cli-robot',
  ],
  ...['66853113+pre-commit-ci[bot]', '46447321+allcontributors[bot]', '23040076+greenkeeper[bot]'],
];

/** The same for addresses outside GitHub's no-reply domain, and for its old no-reply form without an id. */
const mailboxes: readonly string[] = [
  ...['support@github.com', 'support@dependabot.com', 'bot@renovateapp.com', 'snyk-bot@snyk.io'],
  ...['semantic-release-bot@martynus.net', 'gemini-cli-robot@google.com', 'github-actions@github.com'],
  ...['greenkeeper[bot]@users.noreply.github.com', 'me@scala-steward.org', 'bot@mergify.io'],
  ...['imgbothelp@gmail.com', 'github-actions[bot]@users.noreply.github.com', 'action@github.com'],
];

/** GitHub itself commits what is merged or edited on its pages, under this address. */
const webCommitter = 'noreply@github.com';

/**
 * Used only when nothing tells of AI. Being a bot lowers scrutiny, so it is believed of exact identities alone, and only
 * when nobody else made the commit: a bot's commit that a person rebased may hold that person's work.
 */
export function isBotCommit(author: Person, committer: Person): boolean {
  const isWeb = committer.email.toLowerCase() === webCommitter;
  return isKnownBot(author) && (isWeb || isKnownBot(committer));
}

/** Whether a person is an account or mailbox on the lists. */
export function isKnownBot({ email }: Person): boolean {
  const lower = email.toLowerCase();
  if (mailboxes.includes(lower)) return true;
  const found = readAccount(lower);
  return found !== null && accounts.includes(`${found.id}+${found.login}`);
}
