/**
 * Shows that a fault is real without the gate: the service before and after it is driven outside any shadow by the same requests,
 * and must differ in the named place, where two runs of the service before it agree.
 */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type SeenCall, startBehindPayments } from './behind-payments.ts';
import type { BenchedApp } from './benched-app.ts';
import { repositoryRoot } from './benched-apps.ts';
import { driveApp } from './drive-app.ts';
import type { DrivenAnswer } from './drive-client.ts';
import { startApp } from './run-app.ts';
import { applyEdits, type Difference, type Edit, type Fault } from './seeded-change.ts';
import { steadyText, steadyValues } from './steady-values.ts';

/** What a service did while it was driven. */
export type DrivenRun = {
  readonly answers: readonly DrivenAnswer[];
  readonly calls: readonly SeenCall[];
  /** Tables and files of the data folder, as text without what varies by nature. */
  readonly state: ReadonlyMap<string, string>;
  readonly peakKib: number;
};

const leakKib = 8 * 1024;

/** Two runs of the service as it is, for all faults of it. */
export async function driveBaseline(app: BenchedApp): Promise<readonly [DrivenRun, DrivenRun]> {
  return [await driveEdited(app, []), await driveEdited(app, [])];
}

/** Whether the fault differs from both runs of the baseline in its place, and they do not from each other. */
export async function proveFault(
  fault: Fault,
  app: BenchedApp,
  [one, another]: readonly [DrivenRun, DrivenRun],
): Promise<boolean> {
  const faulty = await driveEdited(app, fault.edits);
  if (fault.differs.in === 'memory') return faulty.peakKib - Math.max(one.peakKib, another.peakKib) > leakKib;
  return differIn(
    fault.differs,
    one,
    faulty,
    (place) => !differIn(fault.differs, one, another, (other) => other === place),
  );
}

async function driveEdited(app: BenchedApp, edits: readonly Edit[]): Promise<DrivenRun> {
  const folder = mkdtempSync(join(tmpdir(), `detection-build-${app.name}-`));
  cpSync(join(repositoryRoot, app.folder), folder, { recursive: true });
  const textOf = (file: string) => readFileSync(join(folder, file), 'utf8');
  for (const [file, text] of applyEdits(edits, textOf)) writeFileSync(join(folder, file), text);
  const behind = await startBehindPayments();
  const upstreams = Object.fromEntries(Object.keys(app.upstreams).map((name) => [name, behind.origin]));
  const service = await startApp(app, folder, { ...app.environment, ...upstreams });
  try {
    const answers = await driveApp(app, service.port);
    const peakKib = service.peakKib();
    await service.stop();
    return { answers, calls: [...behind.calls], state: readState(service.dataFolder), peakKib };
  } finally {
    await service.stop();
    behind.stop();
    for (const path of [folder, service.dataFolder]) rmSync(path, { recursive: true, force: true });
  }
}

/** Whether two runs differ there at some spot that is `allowed`; a spot is the number of an answer and an exact place. */
function differIn(
  difference: Difference,
  left: DrivenRun,
  right: DrivenRun,
  allowed: (spot: string) => boolean,
): boolean {
  switch (difference.in) {
    case 'answers':
      return left.answers.some((answer, index) => {
        const other = right.answers[index];
        if (
          other === undefined ||
          !difference.request.test(`${answer.request.method} ${answer.request.path}`)
        )
          return false;
        return differingPlaces(answer, other, difference.place).some((place) => allowed(`${index} ${place}`));
      });
    case 'calls':
      return callsTo(left, difference.path) !== callsTo(right, difference.path) && allowed('calls');
    case 'state':
      return left.state.get(difference.unit) !== right.state.get(difference.unit) && allowed(difference.unit);
    case 'memory':
      return false;
  }
}

function differingPlaces(left: DrivenAnswer, right: DrivenAnswer, pattern: string): readonly string[] {
  const [one, another] = [steadyValues(left), steadyValues(right)];
  const places = [...new Set([...one.keys(), ...another.keys()])];
  const wanted = new RegExp(`^${pattern.replaceAll('*', '[^/]+')}(/.*)?$`);
  return places.filter((place) => wanted.test(place) && one.get(place) !== another.get(place));
}

/** What was asked, in order; the keys stand as the number of the key, for they are made up. */
function callsTo({ calls }: DrivenRun, path: RegExp): string {
  const keys = [...new Set(calls.map(({ key }) => key))];
  const lines = calls
    .filter((call) => path.test(call.path))
    .map((call) => `${call.method} ${call.path} ${keys.indexOf(call.key)} ${steadyText(call.body)}`);
  return lines.join('\n');
}

function readState(folder: string): ReadonlyMap<string, string> {
  const state = new Map<string, string>();
  for (const name of readdirSync(folder)) {
    if (name.endsWith('.db'))
      for (const [table, text] of readTables(join(folder, name))) state.set(table, text);
    else state.set(name, steadyText(readFileSync(join(folder, name), 'utf8')));
  }
  return state;
}

function readTables(path: string): ReadonlyMap<string, string> {
  const database = new DatabaseSync(path, { readOnly: true });
  const names = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all();
  const tables = names.map(({ name }) => {
    const rows = database
      .prepare(`SELECT * FROM "${name}"`)
      .all()
      .map((row) => steadyText(JSON.stringify(row)));
    return [String(name), rows.sort().join('\n')] as const;
  });
  database.close();
  return new Map(tables);
}
