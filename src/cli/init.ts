import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Command } from 'commander';
import { openRepository } from '../adapters/git.ts';
import { configPath } from '../base-config.ts';
import { configTemplate, workflowTemplate } from '../config/config-template.ts';
import { detectService } from '../shadow/detect-service.ts';
import { refuseToOverwrite } from './output-file.ts';
import { withPorts } from './shell.ts';

type InitOptions = { readonly repo: string; readonly force: boolean };

const workflowPath = '.github/workflows/shadowgate.yml';

/** `shadowgate init`: writes commented settings, filled with what was found out, and the workflow. */
export function initCommand(): Command {
  return new Command('init')
    .description('write .github/shadowgate.yml and the workflow, filled with what can be found out')
    .option('--repo <folder>', 'the repository', '.')
    .option('--force', 'overwrite files that exist', false)
    .action((options: InitOptions) =>
      withPorts(true, async () => {
        const { root } = await openRepository(options.repo);
        const readText = (path: string) => readFile(join(root, path), 'utf8').catch(() => null);
        const service = await detectService({ readFile: readText, listFiles: () => readdir(root) });
        for (const assumption of service.assumptions) process.stdout.write(`assumed: ${assumption}\n`);
        await writeNew(join(root, configPath), configTemplate(service), options.force);
        await writeNew(join(root, workflowPath), workflowTemplate(), options.force);
        process.stdout.write(
          'Next: record some traffic with `shadowgate record`, then commit these files to the base branch.\n',
        );
        return 0;
      }),
    );
}

async function writeNew(path: string, text: string, force: boolean): Promise<void> {
  if (!force) await refuseToOverwrite(path);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
  process.stdout.write(`wrote ${path}\n`);
}
