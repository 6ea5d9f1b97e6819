import type { Command } from 'commander';
import { type Flags, jsonOption, parseFilled, parseUrl, parseWhole, type Runner } from '../options.js';
import type { Output } from '../output.js';
import type { SimulateOptions } from './simulate.js';

const largestDword = 0xffff_ffff;
const defaultChunkSize = 262_144;
/** Seconds. */
const defaultTimeout = 3600;

/** Adds `winprogress ctm simulate`. */
export function addSimulateCommand(ctm: Command, runner: Runner, output: Output): void {
  ctm
    .command('simulate')
    .description('run an alternate content provider under an emulated manager and check its reports')
    .argument('<module>', 'ES module whose default export creates the provider', parseFilled)
    .option(
      '--content <url>',
      'file to request from the provider (repeatable; default: generated files)',
      (text: string, urls: readonly string[]) => [...urls, parseUrl(text)],
      [],
    )
    .option('--folder <folder>', 'target folder (default: a temporary folder)', parseFilled)
    .option('--chunk-size <bytes>', 'bytes between two progress reports', parseWhole(0, largestDword), defaultChunkSize)
    .option('--timeout <seconds>', 'time limit for the provider', parseWhole(1, largestDword), defaultTimeout)
    .addOption(jsonOption())
    .action((module: string, { json = false, ...rest }: Flags<SimulateOptions>) =>
      runner(json, async () => {
        const { simulate } = await import('./simulate.js');
        return await simulate(module, { ...rest, json }, output);
      }),
    );
}
