import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/**
 * Returns a plugin of the bundler that writes the tables of HRESULTs, which a module spreads, as one JSON text. V8 reads 1,400 properties from a
 * JSON text in a third of the time that it takes to compile a literal of them, which is paid at each start.
 *
 * @param {string} path the module, with lines such as `...bitsResults,`
 */
export function resultTables(path) {
  const folder = join(dirname(path), 'hresults');
  return {
    name: 'result-tables',
    // Not `transform`, which needs a source map: the maps have the text that is loaded here.
    async load(id) {
      return id === path ? asOneTable(await readText(path), folder) : null;
    },
  };
}

/** The text of the module that spreads the tables, with all of them as one. */
async function asOneTable(code, folder) {
  const literal = /\{\n(?: *\.\.\.\w+,\n)+\}/.exec(code)?.[0];
  if (literal === undefined) throw new Error('no literal consists of spread tables');
  const tables = [...literal.matchAll(/\.\.\.(\w+),/g)].map(async ([, name]) => {
    const [, file] = new RegExp(`import \\{ ${name} \\} from '\\./hresults/(.+)\\.js'`).exec(code) ?? [];
    if (file === undefined) throw new Error(`${name} is not imported from a file of hresults`);
    const path = join(folder, `${file}.ts`);
    return propertiesOf(await readText(path), path);
  });
  return code.replace(literal, parseCall((await Promise.all(tables)).flat()));
}

/** @returns {[name: string, value: number][]} in the order of the table */
function propertiesOf(code, path) {
  const [, lines] = /^export const \w+ = \{\n([^{}]*)^\} as const;$/m.exec(code) ?? [];
  if (lines === undefined) throw new Error(`${path} does not have one table`);
  return lines
    .trim()
    .split('\n')
    .map((line) => {
      const [, name, value] = /^ *(\w+): (0x[0-9a-f]{8}|\d+),$/.exec(line) ?? [];
      if (name === undefined) throw new Error(`${path}: not a name with a number: ${line}`);
      return [name, Number(value)];
    });
}

function parseCall(properties) {
  return `/* @__PURE__ */ JSON.parse('${JSON.stringify(Object.fromEntries(properties))}')`;
}

async function readText(path) {
  return (await readFile(path, 'utf8')).replaceAll('\r\n', '\n');
}
