/**
 * Runs a program from one file, with the code that was compiled during its first run (see CompiledProgram). The first run, with `store`, exits
 * where the program kills itself.
 *
 *   node run-compiled.cjs <store | use> <file of the program> <arguments of the program>
 */
const { readFileSync, writeFileSync } = require('node:fs');
const { Script } = require('node:vm');

const [, , verb, filename] = process.argv;
const cache = `${filename}.cache`;
const source = `((require, exports, module, __filename) => {${readFileSync(filename, 'utf8')}\n})`;
const script = new Script(source, { filename, cachedData: verb === 'use' ? readFileSync(cache) : undefined });
if (verb === 'store') {
  process.on('exit', () => writeFileSync(cache, script.createCachedData()));
  process.kill = () => process.exit();
} else if (script.cachedDataRejected) throw new Error(`${cache} does not belong to ${filename}`);
// The program finds its arguments where Node.js puts them.
process.argv.splice(1, 2);
script.runInThisContext()(require, exports, module, filename);
