// Writes the macros of native/winprogress.rc with the version of the package. They are numbers, because build systems and resource
// compilers quote strings differently.
import { readFileSync } from 'node:fs';

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
const parts = version.split('.').map((part) => Number.parseInt(part, 10));
console.log(['MAJOR', 'MINOR', 'PATCH'].map((name, index) => `WINPROGRESS_VERSION_${name}=${parts[index]}`).join(' '));
