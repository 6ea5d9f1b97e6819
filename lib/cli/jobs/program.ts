import type { Command } from 'commander';
import { Option } from 'commander';
import type { Bits, BitsTransferState } from '../../index.js';
import { openStoredSession, type StoredSessionOptions } from '../backend.js';
import { listGroups } from '../groups.js';
import { Interrupt } from '../interrupt.js';
import { examplesText, parseDuration, parseFilled, parseHashes, parseInteger, type Runner } from '../options.js';
import { type ExitCode, exitCodes, type Output } from '../output.js';
import { type CleanOptions, cancelJob, cleanJobs } from './cancel.js';
import { completeJob } from './complete.js';
import { actOn, type JobAction, resumeJob, suspendJob, takeJob } from './control.js';
import { type JobSurroundings, listJobs } from './list.js';
import { addJobOptions, parseWildcards, stateOption, wildcardHint } from './options.js';
import { showJob } from './show.js';
import { watchJobs } from './watch.js';

interface JobFlags extends StoredSessionOptions {
  readonly json?: boolean;
  readonly watch?: boolean;
}

interface ListFlags extends JobFlags {
  readonly allUsers?: boolean;
  readonly description?: string | RegExp;
  readonly interval: number;
  readonly name?: string | RegExp;
  readonly state?: readonly BitsTransferState[];
}

type Act = (flags: JobFlags, work: (bits: Bits, surroundings: JobSurroundings) => Promise<ExitCode>) => Promise<void>;

const exampleId = '{69AD4AEE-51BE-439B-A92C-86AE490E8B30}';

const jobsHelp = `
BITS keeps a job until it is completed or cancelled, for at most 90 days, and allows 60 jobs per user.
${examplesText('jobs', 'jobs --watch', 'jobs --all-users --state error --json')}`;

const completeHelp = `
Exits with 0 when the files are in place, and also when BITS no longer has the job, so that it can be the notify command of a job:
BITS runs such a command again, after the retry delay of the job, until it exits with 0.
${examplesText(`job complete ${exampleId}`, `job complete ${exampleId} --sha256 ${'0123456789abcdef'.repeat(4)}`)}`;

/** Adds `winprogress jobs`, `winprogress job` and `winprogress groups`. */
export function addJobCommands(program: Command, runner: Runner, output: Output): void {
  const act: Act = ({ backend, json = false, stateDirectory, watch: transfers = false }, work) =>
    runner(json, async () => {
      await using session = await openStoredSession({ backend, stateDirectory, transfers });
      return await work(session.connection.bits, { json, output });
    });
  addListCommands(program, act);
  addCommandsForOne(program, act);
  addJobOptions(program.command('groups').description('list the groups of the legacy queue manager'))
    .addHelpText('after', examplesText('groups', 'groups --json'))
    .action((flags: JobFlags) => act(flags, (bits, surroundings) => listGroups(bits, surroundings)));
}

function addListCommands(program: Command, act: Act): void {
  const jobs = addJobOptions(
    program.command('jobs').description('list the jobs that are neither completed nor cancelled'),
  )
    .option('--all-users', 'include the jobs of all users (administrators only)')
    .option('--watch', 'follow the jobs until Ctrl-C')
    .addOption(
      new Option('--interval <milliseconds>', 'with --watch, time between two readings of the list')
        .argParser(parseInteger(1, 0x7fff_ffff))
        .default(1000),
    )
    .option('--name <name>', `only jobs with this display name; ${wildcardHint}`, parseWildcards)
    .option('--description <text>', `only jobs with this description; ${wildcardHint}`, parseWildcards)
    .addOption(stateOption())
    .addHelpText('after', jobsHelp)
    .enablePositionalOptions()
    .action(({ allUsers = false, interval, name, description, state: states, ...flags }: ListFlags) =>
      act(flags, async (bits, surroundings) => {
        const filter = { allUsers, name, description, states };
        if (flags.watch !== true) return await listJobs(bits, filter, surroundings);
        using interrupt = new Interrupt();
        return await watchJobs(bits, { filter, interval, signal: interrupt.signal }, surroundings);
      }),
    );

  addJobOptions(jobs.command('clean').description('cancel the unfinished jobs of winprogress get and put'))
    .option('--name <name>', `cancel the jobs with this display name instead; ${wildcardHint}`, parseWildcards)
    .option('--description <text>', `cancel the jobs with this description instead; ${wildcardHint}`, parseWildcards)
    .option('--older-than <duration>', 'only jobs that were created before, such as 12h or 3d', parseDuration)
    .option('--dry-run', 'list the jobs, and cancel none')
    .addHelpText('after', examplesText('jobs clean', 'jobs clean --name "My job*" --older-than 3d --dry-run'))
    .action(({ name, description, olderThan, dryRun, ...flags }: JobFlags & CleanOptions) =>
      act(flags, (bits, surroundings) => cleanJobs(bits, { name, description, olderThan, dryRun }, surroundings)),
    );
}

function addCommandsForOne(program: Command, act: Act): void {
  const job = program
    .command('job')
    .description('commands for one job')
    .addHelpText('after', examplesText('job show "My job"', 'job cancel "My job"'));

  const add = (name: string, description: string) =>
    addJobOptions(job.command(name).description(description))
      .argument('<job>', 'id, or display name of only one job', parseFilled)
      .addHelpText('after', () =>
        name === 'complete' ? completeHelp : examplesText(`job ${name} ${exampleId}`, `job ${name} "My job"`),
      );
  const addAction = (name: string, description: string, action: JobAction) =>
    add(name, description).action((wanted: string, flags: JobFlags) =>
      act(flags, (bits, surroundings) => actOn(bits, wanted, action, surroundings)),
    );

  add('show', 'show the progress, the files and the settings of a job').action((wanted: string, flags: JobFlags) =>
    act(flags, (bits, surroundings) => showJob(bits, wanted, surroundings)),
  );
  addAction('suspend', 'suspend a job; what it has transferred is kept', suspendJob);
  addAction('resume', 'resume a job; after an error, try again at once', resumeJob);
  add('cancel', 'cancel a job and delete its temporary files').action((wanted: string, flags: JobFlags) =>
    act(flags, (bits, surroundings) => cancelJob(bits, wanted, surroundings)),
  );
  add('complete', 'complete a transferred job, which puts its files in place')
    .option('--sha256 <hash>', 'SHA-256 of the file, checked first; once for each file of the job', parseHashes)
    .action((wanted: string, { sha256 = [], ...flags }: JobFlags & { readonly sha256?: readonly string[] }) =>
      act(flags, async (bits, surroundings) => {
        using interrupt = new Interrupt();
        try {
          return await completeJob(bits, wanted, sha256, surroundings, interrupt.signal);
        } catch (error) {
          if (!interrupt.signal.aborted) throw error;
          return exitCodes.interrupted;
        }
      }),
    );
  addAction('take', 'take the ownership of a job (administrators only)', takeJob);
}
