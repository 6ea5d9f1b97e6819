#!/usr/bin/env node
import { printProcessEvents, processOutput } from './output.js';
import { run } from './program.js';

const output = processOutput();
printProcessEvents(output);
process.exitCode = await run(process.argv.slice(2), output);
