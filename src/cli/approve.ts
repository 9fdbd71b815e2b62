import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Command } from 'commander';
import type { Review } from '../domain/verdict.ts';
import { readEvidence } from '../evidence-files.ts';
import { approvalsFileName, readLocalApprovals } from './present-verdict.ts';
import { withPorts } from './shell.ts';

type ApproveOptions = { readonly evidence: string; readonly as: string };

/**
 * `shadowgate approve`: a senior's approval on one machine. It names the commit, the evidence and the policy, and
 * covers nothing else. The Action never reads it: there, only reviews on the code host count.
 */
export function approveCommand(): Command {
  return new Command('approve')
    .description('approve exactly the evidence in a folder, as a senior, on this machine')
    .requiredOption('--as <login>', 'who approves; the policy must let them')
    .option('--evidence <folder>', 'the evidence to approve', '.shadowgate/evidence')
    .action((options: ApproveOptions) =>
      withPorts(true, async (ports) => {
        const { evidence, evidenceDigest } = await readEvidence(options.evidence);
        const earlier = await readLocalApprovals(options.evidence);
        const given: Review = {
          id: `local-${earlier.length + 1}`,
          user: options.as,
          userIsBot: false,
          role: null,
          teams: [],
          state: 'approved',
          commit: evidence.head,
          submittedAt: ports.now().toISOString(),
          evidenceDigest,
          policyDigest: evidence.policyDigest,
        };
        const path = join(options.evidence, approvalsFileName);
        await writeFile(path, `${JSON.stringify([...earlier, given], undefined, 2)}\n`);
        const what = evidence.head === null ? 'this comparison' : `commit ${evidence.head.slice(0, 12)}`;
        process.stdout.write(
          `${options.as} approved ${what}, evidence ${evidenceDigest.slice('sha256:'.length, 19)}.\n` +
            'Ask for the verdict again: shadowgate verdict\n',
        );
        return 0;
      }),
    );
}
