import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { root, textOf } from './files.mjs';

/** The parts of `<file>: <group> > <test>`. */
export function splitTest(test) {
  const [, file = '', group = '', name = ''] = /^([^:]+): (.+?) > (.+)$/.exec(test) ?? [];
  return { file, group, name };
}

const literal = /'((?:[^'\\\n]|\\.)*)'|`((?:[^`\\]|\\.)*)`/g;
const groupStart = /\b(?:group|describe(?:\.\w+\([^()]*\))?)\(\s*(?:'((?:[^'\\\n]|\\.)*)'|`((?:[^`\\]|\\.)*)`)/g;

/** Whether the text of a file has a test: in a group of this name, by its own name or as a row of `each()`. */
export function hasTest(test) {
  const { file, group, name } = splitTest(test);
  if (!existsSync(join(root, file))) return false;
  const text = textOf(file);
  const starts = [...text.matchAll(groupStart)];
  return starts.some((start, index) => {
    if ((start[1] ?? start[2]) !== group) return false;
    return hasTestIn(text.slice(start.index, starts[index + 1]?.index), name, text);
  });
}

function hasTestIn(segment, name, text) {
  for (const match of segment.matchAll(literal)) {
    const title = match[1] ?? match[2];
    if (title === name) {
      if (/\b(?:test|it)\(\s*$/.test(segment.slice(0, match.index))) return true;
    } else if (title.includes('%s') && /^,\s*(?:async )?\(/.test(segment.slice(match.index + match[0].length))) {
      const row = matchTemplate(title, name);
      if (row !== null && text.includes(`['${row}'`)) return true;
      if (row !== null && new RegExp(`\\[\\s+'${escapeExpression(row)}',`).test(text)) return true;
    }
  }
  return false;
}

/** What `%s` stands for in a name; null when the name is not of this form. */
function matchTemplate(template, name) {
  const [before = '', after = ''] = template.split('%s');
  if (!name.startsWith(before) || !name.endsWith(after) || name.length < before.length + after.length) return null;
  return name.slice(before.length, name.length - after.length);
}

function escapeExpression(text) {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}

export const hosts = {
  wine: "Wine's BITS",
  queueManager: 'reference queue manager',
  service: 'reference service',
  windows: 'Windows only',
};

/** The contracts by the native suite that runs them. */
function contractHost(file) {
  const name = basename(file, '.contract.ts');
  const imported = (suite) => textOf(`test/contract/bits/${suite}.contract.ts`).includes(`'./${name}.contract.js'`);
  if (imported('modern')) return 'service';
  if (!imported('bits')) return null;
  return name.startsWith('group') ? 'queueManager' : 'wine';
}

const manifests = { wine: 'wineJobs', queueManager: 'wineGroups', service: 'referenceService' };

function isExpectedFailure(host, name) {
  const text = textOf('test/contract/wine.manifest.ts');
  const start = text.indexOf(`export const ${manifests[host]}:`);
  const manifest = text.slice(start, text.indexOf('\n};', start));
  return start < 0 || manifest.includes(`'${name}':`);
}

/** Where the tests of a row run on real COM and pass. */
export function hostsOf(row) {
  const found = new Set();
  for (const test of row.tests) {
    const { file, group, name } = splitTest(test);
    if (/^test\/native\/reference-bits[\w-]*\.native\.test\.ts$/.test(file)) found.add(hosts.service);
    else if (file === 'test/native/bits-sinks.native.test.ts') found.add(hosts.wine);
    else {
      const host = contractHost(file);
      if (host === null) continue;
      if (!isExpectedFailure(host, `${group} > ${name}`)) found.add(hosts[host]);
      else if (host !== 'service') found.add(hosts.windows);
    }
  }
  if (found.size > 1) found.delete(hosts.windows);
  return [...found];
}
