import type { Command } from 'commander';
import type { Bits } from '../../index.js';
import { type BackendChoice, openSession } from '../backend.js';
import { backendOption, examplesText, jsonOption, parseFilled, type Runner, stateDirectoryOption } from '../options.js';
import type { ExitCode, Output } from '../output.js';
import { cancelJob, cleanJobs, type JobSurroundings, listJobs } from './jobs.js';

interface JobFlags {
  readonly backend: BackendChoice;
  readonly json?: boolean;
  readonly stateDirectory: string;
}

const help = `
BITS keeps a job until it is completed or cancelled, for at most 90 days, and allows 60 jobs per user.
${examplesText('jobs', 'jobs --all-users --json')}`;

/** Adds `winprogress jobs`, `winprogress jobs clean` and `winprogress job cancel`. */
export function addJobCommands(program: Command, runner: Runner, output: Output): void {
  const act = (flags: JobFlags, work: (bits: Bits, surroundings: JobSurroundings) => Promise<ExitCode>) => {
    const { backend, json = false, stateDirectory } = flags;
    return runner(json, async () => {
      await using session = await openSession(backend, { stateDirectory });
      return await work(session.connection.bits, { json, output });
    });
  };

  const jobs = addOptions(program.command('jobs').description('list the jobs that are neither completed nor cancelled'))
    .option('--all-users', 'include the jobs of all users (administrators only)')
    .addHelpText('after', help)
    .enablePositionalOptions()
    .action(({ allUsers = false, ...flags }: JobFlags & { readonly allUsers?: boolean }) =>
      act(flags, (bits, surroundings) => listJobs(bits, allUsers, surroundings)),
    );

  addOptions(jobs.command('clean').description('cancel the unfinished downloads of winprogress get'))
    .option('--name <name>', 'display name of the jobs to cancel instead', parseFilled)
    .addHelpText('after', examplesText('jobs clean', 'jobs clean --name "My job"'))
    .action(({ name, ...flags }: JobFlags & { readonly name?: string }) =>
      act(flags, (bits, surroundings) => cleanJobs(bits, name, surroundings)),
    );

  const job = program
    .command('job')
    .description('commands for one job')
    .addHelpText('after', examplesText('job cancel "My job"'));
  addOptions(job.command('cancel').description('cancel a job and delete its temporary files'))
    .argument('<job>', 'id or display name', parseFilled)
    .addHelpText('after', examplesText('job cancel {69AD4AEE-51BE-439B-A92C-86AE490E8B30}', 'job cancel "My job"'))
    .action((wanted: string, flags: JobFlags) =>
      act(flags, (bits, surroundings) => cancelJob(bits, wanted, surroundings)),
    );
}

function addOptions(command: Command): Command {
  return command.addOption(stateDirectoryOption()).addOption(backendOption()).addOption(jsonOption());
}
