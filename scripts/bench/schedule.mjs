// For how long Linux has run the JavaScript thread, where Windows Node runs under Wine: from /proc, which Wine shows as a drive.
import { readdirSync, readFileSync } from 'node:fs';

const processes = 'Z:\\proc';

/** @returns {(() => number) | null} milliseconds that the thread has run; null where that is not known */
export function openSchedule() {
  const own = ownProcess();
  if (own === undefined) return null;
  return () => Number(readFileSync(`${processes}\\${own}\\task\\${own}\\schedstat`, 'utf8').split(' ', 1)[0]) / 1e6;
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
