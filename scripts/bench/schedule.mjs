// What Linux has given the JavaScript thread, where Windows Node runs under Wine: from /proc, which Wine shows as a drive.
import { readdirSync, readFileSync } from 'node:fs';

const processes = 'Z:\\proc';

/**
 * @returns {(() => { running: number, queued: number }) | null} milliseconds that the thread has run, and that it could have run and had no
 *   processor; null where nobody knows
 */
export function openSchedule() {
  const own = ownProcess();
  if (own === undefined) return null;
  return () => {
    const [running, queued] = readFileSync(`${processes}\\${own}\\task\\${own}\\schedstat`, 'utf8')
      .split(' ')
      .map(Number);
    return { running: running / 1e6, queued: queued / 1e6 };
  };
}

/** The process whose command line is ours: Linux and Windows have numbers of their own. */
function ownProcess() {
  const script = process.argv[1].replaceAll('\\', '/').split('/').slice(-3).join('/');
  return listProcesses().find((id) => {
    try {
      const read = (name) => readFileSync(`${processes}\\${id}\\${name}`, 'utf8').trim();
      return read('comm') === 'node.exe' && read('cmdline').includes(script);
    } catch {
      // It has ended meanwhile.
      return false;
    }
  });
}

function listProcesses() {
  try {
    return readdirSync(processes).filter((name) => /^\d+$/.test(name));
  } catch {
    return [];
  }
}
