/**
 * One change, several services: each is gated by itself, one after the other, and the evidence of all becomes one. Not side
 * by side, because each has three instances already, whose times are measured.
 */
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ServiceSettings } from './config/load-config.ts';
import type { Change, ChangedFile } from './domain/change.ts';
import type { ServiceEvidence } from './domain/evidence.ts';
import { GateError } from './errors.ts';
import type { EvidenceDraft } from './evidence/assemble-evidence.ts';
import { mergeEvidence } from './evidence/merge-evidence.ts';
import { leftOutService, nameService } from './evidence/name-service.ts';
import type { EvidenceRequest } from './gate-change.ts';
import type { Settings } from './preparation/base-config.ts';

/** Gates the one service of the settings, or each of several that the change may reach. */
export async function gateServices(
  request: EvidenceRequest,
  gate: (request: EvidenceRequest) => Promise<EvidenceDraft>,
): Promise<EvidenceDraft> {
  const { services } = request.settings.config;
  if (services.length === 0) return gate(request);
  const leftOut = leftOutOf(services, request.change);
  const drafts: EvidenceDraft[] = [];
  for (const [index, service] of services.entries()) {
    if (leftOut.some(({ name }) => name === service.name)) continue;
    const workFolder = join(request.workFolder, String(index));
    await mkdir(workFolder);
    const draft = await gate(requestFor(service, { ...request, workFolder })).catch(
      nameInError(service.name),
    );
    drafts.push(nameService(draft, service.name));
    await rm(workFolder, { recursive: true, force: true, maxRetries: 3 });
  }
  return withLeftOut(drafts, leftOut);
}

/** A recording that is given by hand is of one service, and the settings name several, each with its own. */
export function refuseOneRecording({ config }: Settings, recordingPath: string | undefined): void {
  if (recordingPath === undefined || config.services.length === 0) return;
  const names = config.services.map(({ name }) => name).join(', ');
  throw new GateError({
    code: 'bad-usage',
    message: `A recording was given (${recordingPath}), and the settings name several services: ${names}.`,
    remedy:
      'Leave --recording out, so that each service is gated with the recording that the settings name for it.',
  });
}

/**
 * A service may be left out when the settings name all that it is made of (`sources`) and the change touches none of it.
 * Where that would leave none, all are gated: a change that is held to reach nothing is what a gate should doubt.
 */
function leftOutOf(services: readonly ServiceSettings[], change: Change | null): readonly ServiceEvidence[] {
  if (change === null) return [];
  const untouched = services.flatMap(({ name, service: { sources } }) => {
    if (sources === undefined || change.files.some((file) => touches(file, sources))) return [];
    return [leftOutService(name, `the change touches nothing of what it is made of: ${sources.join(', ')}`)];
  });
  return untouched.length === services.length ? [] : untouched;
}

type WithSettings = Pick<EvidenceRequest, 'settings' | 'changed'>;

/** The same request for one of the services: its settings, and the changed files that may belong to it. */
export function requestFor<Request extends WithSettings>(
  service: ServiceSettings,
  request: Request,
): Request {
  const { settings, changed } = request;
  const { name: _, ...own } = service;
  const config = { ...settings.config, ...own, services: [] };
  const others = settings.config.services.filter((each) => each !== service);
  return {
    ...request,
    settings: { ...settings, config },
    changed: changed?.filter((each) => mayBelong(each.file, service, others)) ?? null,
  };
}

/** Which changed lines count for a service: those of its sources, or all that lie in no other service's folder. */
function mayBelong(
  file: ChangedFile,
  { service }: ServiceSettings,
  others: readonly ServiceSettings[],
): boolean {
  if (service.sources !== undefined) return touches(file, service.sources);
  if (service.directory !== undefined && touches(file, [service.directory])) return true;
  const folders = others.flatMap(({ service: { directory } }) =>
    directory === undefined || directory === '.' ? [] : [directory],
  );
  return !touches(file, folders);
}

/** A file that moved counts at both places. */
function touches(file: ChangedFile, folders: readonly string[]): boolean {
  const paths = [file.path, file.previousPath ?? file.path];
  return folders.some((folder) => {
    const within = folder.replace(/\/+$/, '');
    return within === '.' || paths.some((path) => path === within || path.startsWith(`${within}/`));
  });
}

function nameInError(service: string): (error: unknown) => never {
  return (error) => {
    if (!(error instanceof GateError)) throw error;
    const { code, message, remedy } = error;
    throw new GateError({ code, message: `Service ${service}: ${message}`, remedy, cause: error });
  };
}

function withLeftOut(drafts: readonly EvidenceDraft[], leftOut: readonly ServiceEvidence[]): EvidenceDraft {
  const [first, ...rest] = drafts;
  if (first === undefined) throw new Error('No service was gated.');
  const named = {
    ...first,
    draft: { ...first.draft, services: [...(first.draft.services ?? []), ...leftOut] },
  };
  return mergeEvidence([named, ...rest]);
}
