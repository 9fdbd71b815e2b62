import { type Plan, plannedOnDemand } from '../domain/plan.ts';
import type { LeaveOutRule } from '../domain/policy.ts';

/**
 * Used once exchanges are chosen: takes out those that the settings of the base revision leave out, such as a recorded request that ends
 * the baseline, without which nothing could be compared. They are neither sent nor judged, so each is counted with who answers for it and
 * until when; a rule that has expired, or that nothing fits, is told. A route is matched whole.
 */
export function leaveOut(plan: Plan, rules: readonly LeaveOutRule[], today: Date): Plan {
  if (rules.length === 0) return plan;
  const day = today.toISOString().slice(0, 10);
  const inForce = rules.filter(({ expires }) => expires >= day);
  const times = new Map<LeaveOutRule, number>(inForce.map((rule) => [rule, 0]));
  const kept: number[] = [];
  const routes = new Set<string>();
  let index = 0;
  for (const { exchangeId, route } of plan.exchanges) {
    const rule = inForce.find((one) => one.exchange === exchangeId || one.route === route);
    if (rule === undefined) {
      kept.push(index);
      routes.add(route);
    } else times.set(rule, (times.get(rule) ?? 0) + 1);
    index += 1;
  }
  return {
    ...plan,
    exchanges: plannedOnDemand(kept.length, (at) => exchangeAt(plan, kept[at])),
    routes: [...routes].sort(),
    leftOut: [...plan.leftOut, ...[...times].flatMap(([rule, exchanges]) => toldOf(rule, exchanges))],
    notes: [...(plan.notes ?? []), ...rules.flatMap((rule) => noteOf(rule, times.get(rule)))],
  };
}

function exchangeAt(plan: Plan, index: number | undefined) {
  const exchange = index === undefined ? undefined : plan.exchanges.at(index);
  if (exchange === undefined) throw new Error(`the plan has no exchange ${index}`);
  return exchange;
}

function toldOf({ reason, owner, expires }: LeaveOutRule, exchanges: number): Plan['leftOut'] {
  if (exchanges === 0) return [];
  return [{ reason: `by the settings until ${expires}, says ${owner}: ${reason}`, exchanges }];
}

/** `undefined` stands for a rule that is not in force. */
function noteOf(rule: LeaveOutRule, exchanges: number | undefined): readonly string[] {
  const name = `\`replay.leave-out\` of ${rule.exchange ?? rule.route} (${rule.owner})`;
  if (exchanges === undefined) return [`${name} expired on ${rule.expires}: what it names was replayed.`];
  return exchanges === 0
    ? [`${name} fits none of the chosen requests: it can go, or names the wrong one.`]
    : [];
}
