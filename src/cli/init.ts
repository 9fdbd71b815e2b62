import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Command } from 'commander';
import { openRepository } from '../adapters/git.ts';
import { configTemplate, workflowTemplate } from '../config/config-template.ts';
import { configPath } from '../preparation/base-config.ts';
import { detectService } from '../shadow/detection/detect-service.ts';
import { refuseToOverwrite, writeOutput } from './output-file.ts';
import { type ExitCode, withPorts } from './shell.ts';

type InitOptions = { readonly repo: string; readonly force: boolean };

const workflowPath = '.github/workflows/shadowgate.yml';

/** `shadowgate init`: writes commented settings, filled with what was found out, and the workflow. */
export function initCommand(): Command {
  return new Command('init')
    .description('write .github/shadowgate.yml and the workflow, filled with what can be found out')
    .option('--repo <folder>', 'the repository', '.')
    .option('--force', 'overwrite files that exist', false)
    .action((options: InitOptions) => withPorts(true, () => writeSettings(options)));
}

async function writeSettings({ repo, force }: InitOptions): Promise<ExitCode> {
  const { root } = await openRepository(repo);
  const service = await detectService({
    readFile: (path) => readFile(join(root, path), 'utf8').catch(() => null),
    listFiles: () => readdir(root),
  });
  const files = [
    { path: join(root, configPath), text: configTemplate(service) },
    { path: join(root, workflowPath), text: workflowTemplate() },
  ];
  for (const { path } of force ? [] : files) await refuseToOverwrite(path);
  for (const assumption of service.assumptions) process.stdout.write(`assumed  ${assumption}\n`);
  for (const { path, text } of files) {
    await writeOutput(path, text);
    process.stdout.write(`wrote    ${path}\n`);
  }
  process.stdout.write(
    'Next, record some traffic into the file that `recording:` names there, with `shadowgate record`,\n' +
      'and commit all three to the base branch.\n',
  );
  return 0;
}
