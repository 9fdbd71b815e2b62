import * as z from 'zod';
import type { ConfigProblem } from './problem-text.ts';
import { runTimeout } from './schema.ts';
import { duration } from './written-values.ts';

/**
 * What holds between settings rather than within one. Read leniently from the file's data, apart from the schema,
 * so that these problems are told together with all others instead of after they have been corrected.
 */
export function crossFieldProblems(data: unknown): ConfigProblem[] {
  return [
    ...servicesProblems(data),
    ...speedProblems(data),
    ...budgetProblems(data),
    ...seniorsProblems(data),
    ...ruleProblems(data),
    ...ignoreProblems(data),
  ];
}

const list = z.array(z.unknown()).catch([]);
const seniorsShape = z.object({
  policy: z.object({ seniors: z.object({ users: list, teams: list, roles: list }) }),
});
const sections = z.array(z.record(z.string(), z.unknown()).catch({}));
const rulesShape = z.object({ policy: z.object({ rules: sections }) });
const servicesShape = z.object({ services: sections });
const speedShape = z.object({ replay: z.object({ timing: z.unknown().optional(), speed: z.number() }) });
const budgetShape = z.object({ replay: z.object({ budget: duration, 'run-timeout': runTimeout }) });
const ignoresShape = z.object({ compare: z.object({ ignore: sections }) });

function servicesProblems(data: unknown): ConfigProblem[] {
  const read = servicesShape.safeParse(data);
  if (!read.success) return [];
  const besides = ['service', 'recording'].filter((key) => Object.hasOwn(data as object, key));
  const repeated = read.data.services.flatMap(({ name }, index) =>
    isRepeated(read.data.services.slice(0, index), (earlier) => earlier['name'] === name) ? [index] : [],
  );
  return [
    ...besides.map((key) => ({
      path: [key],
      at: 'key' as const,
      problem: 'stands beside `services`',
      remedy: 'say it of each service under `services`, or keep `service` and `recording` alone',
    })),
    ...repeated.map((index) => ({
      path: ['services', index, 'name'],
      at: 'value' as const,
      problem: 'another service has this name',
      remedy: 'give each service a name of its own, since reports tell them apart by it',
    })),
  ];
}

function speedProblems(data: unknown): ConfigProblem[] {
  const read = speedShape.safeParse(data);
  if (!read.success || read.data.replay.timing === 'recorded') return [];
  return [
    {
      path: ['replay', 'speed'],
      at: 'key',
      problem: 'has no meaning where nothing keeps the distances of the recording',
      remedy: 'say `timing: recorded` beside it, or remove it',
    },
  ];
}

function budgetProblems(data: unknown): ConfigProblem[] {
  const read = budgetShape.safeParse(data);
  if (!read.success || read.data.replay.budget <= read.data.replay['run-timeout']) return [];
  return [
    {
      path: ['replay', 'budget'],
      at: 'value',
      problem: `longer than the ${read.data.replay['run-timeout'] / 1000} s after which \`replay.run-timeout\` ends a run`,
      remedy: 'ask for less, or raise `run-timeout` beside it',
    },
  ];
}

function seniorsProblems(data: unknown): ConfigProblem[] {
  const read = seniorsShape.safeParse(data);
  if (!read.success) return [];
  const { users, teams, roles } = read.data.policy.seniors;
  if (users.length + teams.length + roles.length > 0) return [];
  return [
    {
      path: ['policy', 'seniors'],
      at: 'key',
      problem: 'names nobody, so nothing could ever be approved',
      remedy: 'list users, teams or roles, or remove the section to mean the roles maintain and admin',
    },
  ];
}

function ruleProblems(data: unknown): ConfigProblem[] {
  const read = rulesShape.safeParse(data);
  if (!read.success) return [];
  const rules = read.data.policy.rules;
  const most = mostApprovals(data);
  return rules.flatMap((rule, index) => {
    const path = ['policy', 'rules', index];
    const problems: ConfigProblem[] = [];
    if (
      isRepeated(
        rules.slice(0, index),
        (earlier) => earlier['name'] === rule['name'] && rule['name'] !== undefined,
      )
    ) {
      problems.push({
        path: [...path, 'name'],
        at: 'value',
        problem: 'another rule has this name',
        remedy: 'give each rule a name of its own, since verdicts refer to rules by name',
      });
    }
    const wanted = z.object({ approvals: z.number() }).safeParse(rule['require']);
    if (wanted.success && wanted.data.approvals > most) {
      problems.push({
        path: [...path, 'require', 'approvals'],
        at: 'value',
        problem: `more than the ${most} users that policy.seniors names, so the rule could never be met`,
        remedy: 'ask for fewer, or name more users, a team or a role',
      });
    }
    return problems;
  });
}

/** How many people can approve at most; without bound as soon as a team or a role is named. */
function mostApprovals(data: unknown): number {
  const read = seniorsShape.safeParse(data);
  if (!read.success) return Number.POSITIVE_INFINITY;
  const { users, teams, roles } = read.data.policy.seniors;
  if (teams.length + roles.length > 0 || users.length === 0) return Number.POSITIVE_INFINITY;
  return new Set(users.map((user) => String(user).toLowerCase())).size;
}

function ignoreProblems(data: unknown): ConfigProblem[] {
  const read = ignoresShape.safeParse(data);
  if (!read.success) return [];
  const ignores = read.data.compare.ignore;
  return ignores.flatMap((ignore, index) => {
    const same = (earlier: Record<string, unknown>) =>
      ['route', 'place', 'kind'].every((key) => earlier[key] === ignore[key]);
    if (ignore['place'] === undefined || !isRepeated(ignores.slice(0, index), same)) return [];
    return [
      {
        path: ['compare', 'ignore', index, 'place'],
        at: 'value' as const,
        problem: 'this place of this route is ignored already',
        remedy: 'keep one of the two, so that one reason and one owner stand for it',
      },
    ];
  });
}

function isRepeated<Item>(earlier: readonly Item[], same: (item: Item) => boolean): boolean {
  return earlier.some(same);
}
