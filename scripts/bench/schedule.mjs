// The time for which Linux has run the JavaScript thread of Windows Node under Wine: from /proc, which Wine shows as a drive.
import { readdirSync, readFileSync } from 'node:fs';

const processes = 'Z:\\proc';

/** @returns {(() => number) | null} returns the run time of the thread in milliseconds; null if it cannot be measured */
export function openSchedule() {
  const own = ownProcess();
  if (own === undefined) return null;
  return () => Number(readFileSync(`${processes}\\${own}\\task\\${own}\\schedstat`, 'utf8').split(' ', 1)[0]) / 1e6;
}

/** Finds this process by its command line: its process IDs in Linux and Windows differ. */
function ownProcess() {
  const script = process.argv[1].replaceAll('\\', '/').split('/').slice(-3).join('/');
  return listProcesses().find((id) => {
    try {
      const read = (name) => readFileSync(`${processes}\\${id}\\${name}`, 'utf8').trim();
      return read('comm') === 'node.exe' && read('cmdline').includes(script);
    } catch {
      // The process has ended meanwhile.
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
