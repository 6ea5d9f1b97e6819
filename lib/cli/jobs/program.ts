import type { Command } from 'commander';
import type { Bits } from '../../index.js';
import { type BackendChoice, openSession } from '../backend.js';
import type { ExitCode } from '../exit-codes.js';
import { backendOption, jsonOption, parseFilled, type Runner, stateDirectoryOption } from '../options.js';
import type { Output } from '../output.js';
import { cancelJob, cleanJobs, type JobSurroundings, listJobs } from './jobs.js';

interface JobFlags {
  readonly backend: BackendChoice;
  readonly json?: boolean;
  readonly stateDirectory: string;
}

const help = `
BITS keeps a job until it is completed or cancelled, at most 90 days, and allows 60 jobs for each user.`;

/** Adds `winprogress jobs`, `winprogress jobs clean` and `winprogress job cancel`. */
export function addJobCommands(program: Command, runner: Runner, output: Output): void {
  const act = (flags: JobFlags, work: (bits: Bits, surroundings: JobSurroundings) => Promise<ExitCode>) => {
    const { backend, json = false, stateDirectory } = flags;
    return runner(json, async () => {
      await using session = await openSession(backend, { stateDirectory });
      return await work(session.connection.bits, { json, output });
    });
  };

  const jobs = addOptions(program.command('jobs').description('list the jobs that are not completed or cancelled'))
    .option('--all-users', 'jobs of all users (administrators only)')
    .addHelpText('after', help)
    .enablePositionalOptions()
    .action(({ allUsers = false, ...flags }: JobFlags & { readonly allUsers?: boolean }) =>
      act(flags, (bits, surroundings) => listJobs(bits, allUsers, surroundings)),
    );

  addOptions(jobs.command('clean').description('cancel the downloads that earlier runs of winprogress get have left'))
    .option('--name <name>', 'cancel the jobs with this display name instead', parseFilled)
    .action(({ name, ...flags }: JobFlags & { readonly name?: string }) =>
      act(flags, (bits, surroundings) => cleanJobs(bits, name, surroundings)),
    );

  const job = program.command('job').description('control one job');
  addOptions(job.command('cancel').description('cancel a job and delete its temporary files'))
    .argument('<job>', 'id or display name', parseFilled)
    .action((wanted: string, flags: JobFlags) =>
      act(flags, (bits, surroundings) => cancelJob(bits, wanted, surroundings)),
    );
}

function addOptions(command: Command): Command {
  return command.addOption(stateDirectoryOption()).addOption(backendOption()).addOption(jsonOption());
}
