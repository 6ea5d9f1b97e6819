import { type Command, Option } from 'commander';
import { examplesText, type Flags, parseFilled, parseHashes, parseUrl, type Runner } from '../options.js';
import type { Output } from '../output.js';
import { type GetOptions, get } from './get.js';
import { type PutOptions, put } from './put.js';
import { addTransferOptions } from './settings.js';

const getHelp = `
Ctrl-C suspends the download. The same command resumes it, also after a crash or a restart of Windows.
${examplesText(
  'get https://example.com/file.zip file.zip',
  'get https://example.com/a.zip a.zip https://example.com/b.zip b.zip',
  'get https://example.com/file.zip C:\\Downloads\\file.zip --priority low --cost-policy standard --json',
)}`;

const putHelp = `
The server must have the BITS server extension of IIS, or another implementation of the BITS upload protocol. Ctrl-C cancels the upload.
${examplesText('put report.zip https://example.com/upload/report.zip', 'put report.zip https://example.com/upload/report.zip --reply reply.xml')}`;

/** Adds `winprogress get` and `winprogress put`. */
export function addTransferCommands(program: Command, runner: Runner, output: Output): void {
  addTransferOptions(
    program
      .command('get')
      .description('download files in one job, or resume their unfinished download')
      .argument('<url>', 'URL of the file', parseUrl)
      .argument('<file>', 'target file', parseFilled)
      .argument('[others...]', 'further pairs of URL and target file')
      .option('--group', 'use a group of the legacy queue manager')
      .option('--sha256 <hash>', 'SHA-256 of the file, checked before it is in place; once for each file', parseHashes)
      .option('--dynamic', 'download from a server that does not send the size or support ranges')
      .addOption(
        new Option('--fallback <fallback>', 'what to do where BITS cannot be used or cannot use the server')
          .choices(['none', 'http'])
          .conflicts('group'),
      ),
  )
    .addHelpText('after', getHelp)
    .action((url: string, file: string, others: readonly string[], { json = false, ...rest }: Flags<GetOptions>) =>
      runner(json, () => get([url, file, ...others], { ...rest, json }, output)),
    );

  addTransferOptions(
    program
      .command('put')
      .description('upload a file')
      .argument('<file>', 'file to upload', parseFilled)
      .argument('<url>', 'URL that receives the file', parseUrl)
      .option('--reply <file>', 'file for the reply of the server', parseFilled),
  )
    .addHelpText('after', putHelp)
    .action((file: string, url: string, { json = false, ...rest }: Flags<PutOptions>) =>
      runner(json, () => put(file, url, { ...rest, json }, output)),
    );
}
