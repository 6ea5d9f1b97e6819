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
    .description(
      'run an alternate content provider under an emulated manager, and hold what it reports against the rules',
    )
    .argument('<module>', 'an ES module whose default export makes the provider', parseFilled)
    .option(
      '--content <url>',
      'a file that the provider is asked for, once for each; generated files when there is none',
      (text: string, urls: readonly string[]) => [...urls, parseUrl(text)],
      [],
    )
    .option('--folder <folder>', 'where the content goes; without one it is thrown away at the end', parseFilled)
    .option('--chunk-size <bytes>', 'bytes between two reports', parseWhole(0, largestDword), defaultChunkSize)
    .option('--timeout <seconds>', 'how long the provider may take', parseWhole(1, largestDword), defaultTimeout)
    .addOption(jsonOption())
    .action((module: string, { json = false, ...rest }: Flags<SimulateOptions>) =>
      runner(json, async () => {
        const { simulate } = await import('./simulate.js');
        return await simulate(module, { ...rest, json }, output);
      }),
    );
}
