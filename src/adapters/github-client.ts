import { setTimeout as wait } from 'node:timers/promises';
import { getOctokit } from '@actions/github';
import * as z from 'zod';
import { GateError } from '../errors.ts';
import { githubFailure, type Route, unexpectedAnswer } from './github-failure.ts';
import { isRefusedRequest, type RetryPorts, withRetry } from './github-retry.ts';

/** One request and the shape its answer must have; owner and repository are filled in by the client. */
type Question<T> = {
  readonly route: Route;
  readonly parameters?: Readonly<Record<string, unknown>>;
  readonly answer: z.ZodType<T>;
  /** Statuses that mean "there is none" here; the answer is then null. */
  readonly absentOn?: readonly number[];
  /** False when sending it twice would leave two of something behind. */
  readonly repeatable?: boolean;
};

/** The only way any adapter talks to GitHub: every answer parsed, every refusal a `github-failed`. */
export type GitHubClient = {
  /** `owner/name`. */
  readonly repository: string;
  ask<T>(question: Question<T> & { readonly absentOn?: never }): Promise<T>;
  askOptional<T>(question: Question<T>): Promise<T | null>;
  /** Every page of a list. The answer's schema is that of one page. */
  list<T>(question: Question<readonly T[]>): Promise<readonly T[]>;
  /** The bytes behind a route, redirects followed; refused once they pass `maximumBytes`. */
  download(request: DownloadRequest): Promise<Uint8Array>;
  /** Login that whatever this token writes is written under, e.g. `github-actions[bot]`. */
  ownLogin(): Promise<string>;
};

type DownloadRequest = {
  readonly route: Route;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly maximumBytes: number;
};

type Answer = {
  /** What was asked, filled in, for messages. */
  readonly path: string;
  readonly data: unknown;
  readonly headers: Readonly<Record<string, unknown>>;
};
type Send = (
  route: Route,
  parameters: Readonly<Record<string, unknown>>,
  repeatable: boolean,
) => Promise<Answer>;

const viewerAnswer = z.object({ data: z.object({ viewer: z.object({ login: z.string().min(1) }) }) });

/** Used by `connectGitHub`. `apiUrl` is `GITHUB_API_URL`, which is another host on a GitHub Enterprise Server. */
export function connectClient({
  token,
  apiUrl,
  repository,
  ports = { now: Date.now, wait: (ms) => wait(ms) },
}: {
  readonly token: string;
  readonly apiUrl: string;
  readonly repository: string;
  readonly ports?: RetryPorts;
}): GitHubClient {
  const send = senderFor({ token, apiUrl, repository, ports });
  const ask = async <T>(question: Question<T>): Promise<T> => {
    const { route, parameters = {}, answer, repeatable = true } = question;
    return parseAnswer(answer, await send(route, parameters, repeatable), route);
  };
  const askOptional = <T>(question: Question<T>): Promise<T | null> =>
    ask(question).catch((error: unknown) => nullWhenAbsent(error, question.absentOn ?? [404]));
  const askViewer = (): Promise<string> =>
    ask({
      route: `POST ${graphqlPath(apiUrl)}`,
      parameters: { query: '{ viewer { login } }' },
      answer: viewerAnswer,
    }).then(({ data }) => data.viewer.login);
  let login: Promise<string> | undefined;
  return {
    repository,
    ask,
    askOptional,
    list: (question) => listPages(send, question),
    download: (request) => download(send, request),
    ownLogin: () => {
      login ??= askViewer();
      return login;
    },
  };
}

function senderFor({
  token,
  apiUrl,
  repository,
  ports,
}: {
  readonly token: string;
  readonly apiUrl: string;
  readonly repository: string;
  readonly ports: RetryPorts;
}): Send {
  const octokit = getOctokit(token, { baseUrl: apiUrl });
  const [owner, repo] = repository.split('/');
  return async (route, parameters, repeatable) => {
    const filled: Record<string, unknown> = route.includes('{owner}')
      ? { owner, repo, ...parameters }
      : { ...parameters };
    const path = pathOf(route, filled);
    try {
      const { data, headers } = await withRetry(() => octokit.request(route, filled), { repeatable, ports });
      return { path, data, headers };
    } catch (error) {
      if (!isRefusedRequest(error)) throw error;
      throw githubFailure(error, route, path);
    }
  };
}

/** The client library's own pagination takes a 409 for an empty list; a gate must not. */
async function listPages<T>(send: Send, question: Question<readonly T[]>): Promise<readonly T[]> {
  const { route, parameters = {}, answer } = question;
  const items: T[] = [];
  for (let page = 1; ; page += 1) {
    const reply = await send(route, { per_page: 100, ...parameters, page }, true);
    items.push(...parseAnswer(answer, reply, route));
    if (!/<[^<>]+>;\s*rel="next"/.test(String(reply.headers['link'] ?? ''))) return items;
  }
}

async function download(
  send: Send,
  { route, parameters, maximumBytes }: DownloadRequest,
): Promise<Uint8Array> {
  const streamed = { ...parameters, request: { parseSuccessResponseBody: false } };
  const { data, path } = await send(route, streamed, true);
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of data as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > maximumBytes) {
      throw new GateError({
        code: 'github-failed',
        message: `The answer to ${path} is larger than ${maximumBytes} bytes.`,
        remedy: 'Upload only the evidence folder that Shadowgate wrote.',
      });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function parseAnswer<T>(schema: z.ZodType<T>, { data, path }: Answer, route: Route): T {
  const parsed = schema.safeParse(data);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'answer'}: ${issue.code}`);
  throw unexpectedAnswer(route, path, problems);
}

function nullWhenAbsent(error: unknown, absentOn: readonly number[]): null {
  const cause = error instanceof GateError ? error.cause : undefined;
  if (isRefusedRequest(cause) && absentOn.includes(cause.status)) return null;
  throw error;
}

function pathOf(route: Route, parameters: Readonly<Record<string, unknown>>): string {
  const path = route.slice(route.indexOf(' ') + 1);
  return path.replaceAll(/\{(\w+)\}/g, (whole, name: string) => String(parameters[name] ?? whole));
}

/** A GitHub Enterprise Server answers GraphQL beside its REST root `/api/v3`, not below it. */
function graphqlPath(apiUrl: string): `/${string}` {
  return apiUrl.endsWith('/api/v3') ? '/../graphql' : '/graphql';
}
