import { Command } from 'commander';
import type { Review } from '../domain/verdict.ts';
import { GateError } from '../errors.ts';
import { readEvidence } from '../evidence/evidence-files.ts';
import type { Ports } from '../ports.ts';
import { readLocalApprovals, writeLocalApprovals } from './local-approvals.ts';
import { type ExitCode, withPorts } from './shell.ts';

type ApproveOptions = { readonly evidence: string; readonly as: string };

/**
 * `shadowgate approve`: a senior's approval on one machine. It names the commit, the evidence and the policy, and
 * covers nothing else. The Action never reads it: there, only reviews on the code host count.
 */
export function approveCommand(): Command {
  return new Command('approve')
    .description('approve exactly the evidence in a folder, as a senior, on this machine')
    .requiredOption('--as <login>', 'who approves: one of `seniors: users:` in the policy')
    .option('--evidence <folder>', 'the evidence to approve', '.shadowgate/evidence')
    .addHelpText(
      'after',
      '\nThe approval counts on this machine only, where nobody is kept from approving a change of their own;\non GitHub, approve the pull request.',
    )
    .action((options: ApproveOptions) => withPorts(true, (ports) => approve(options, ports)));
}

async function approve(options: ApproveOptions, ports: Ports): Promise<ExitCode> {
  const { evidence, evidenceDigest } = await readEvidence(options.evidence);
  if (evidence.head === null) throw nothingToApprove();
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
  await writeLocalApprovals(options.evidence, [...earlier, given]);
  const commit = evidence.head.slice(0, 7);
  const digest = evidenceDigest.slice('sha256:'.length, 19);
  process.stdout.write(`${options.as} approved commit ${commit} with evidence ${digest}.\n`);
  process.stdout.write('Whether that counts is for the policy to say: run `shadowgate verdict`.\n');
  return 0;
}

function nothingToApprove(): GateError {
  return new GateError({
    code: 'bad-usage',
    message: 'This evidence compares two folders or services, and only a commit can be approved.',
    remedy: 'Judge the commits with `shadowgate gate`, and approve that evidence.',
  });
}
