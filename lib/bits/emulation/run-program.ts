import { splitCommandLine } from '../../com/command-line.js';

/**
 * Runs the program of a notify command line, without a shell. Resolves to its exit code, or null if it could not be started or was ended by a signal.
 * Source: https://learn.microsoft.com/windows/win32/api/bits1_5/nf-bits1_5-ibackgroundcopyjob2-setnotifycmdline.
 */
export async function runNotifyProgram(program: string, parameters: string | null): Promise<number | null> {
  // Most programs set no command line: the module is loaded for the first one.
  const { spawn } = await import('node:child_process');
  // The first parameter is the program itself.
  const args = splitCommandLine(parameters ?? '').slice(1);
  return await new Promise((resolve) => {
    const child = spawn(program, args, { stdio: 'ignore', windowsHide: true, shell: false });
    child.once('error', () => resolve(null));
    child.once('exit', (code) => resolve(code));
  });
}
