import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openChange } from '../../src/preparation/open-change.ts';
import { createPricedService, type PricedService, settingsPath } from '../support/priced-service.ts';
import { somePorts } from '../support/some-ports.ts';

let service: PricedService;
beforeAll(async () => {
  service = await createPricedService();
});
afterAll(() => service.repository.cleanUp());

describe('a change is opened', () => {
  test('with the settings of its base, both sides of what changed, and the recording of the base', async () => {
    const { repository, base, head } = service;
    await repository.write(settingsPath, 'version: 2\n');
    await repository.commit({ message: 'Have other settings' });
    const ports = somePorts(repository.folder);
    const request = { repositoryFolder: repository.folder, base, head: 'topic', allowDirty: true };
    const open = await openChange(request, ports);
    expect(open.settings.config.recording).toBe('.github/traffic.sgrec');
    expect(open.sources.baseline).toMatchObject({ kind: 'rev', sha: base });
    const [source] = open.changed.filter(({ file }) => file.path === 'service.js');
    expect(source?.baseline).toContain('Math.round');
    expect(source?.candidate).toContain('Math.floor');
    expect(open.change.base).toBe(base);
    expect(open.change.commits.map(({ sha }) => sha)).toContain(head);
    expect(await open.readBeside('nothing-of-the-kind')).toBeNull();
    expect(await open.takeRecording('.github/traffic.sgrec', open.workFolder)).toContain(open.workFolder);
    await ports.teardown.run();
  });

  test('but not with uncommitted changes, unless that was asked for', async () => {
    const { repository, base } = service;
    await repository.write('service.js', '// something else\n');
    const ports = somePorts(repository.folder);
    const request = { repositoryFolder: repository.folder, base, head: 'topic', allowDirty: false };
    await expect(openChange(request, ports)).rejects.toMatchObject({ code: 'dirty-worktree' });
    await ports.teardown.run();
  });
});
