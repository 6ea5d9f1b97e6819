import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { textOf } from './files.mjs';

const sdkHeaders = '/usr/share/mingw-w64/include';

/** The declarations of the repository, which every platform has. */
const ownHeaders = [
  'native/bits/modern_interfaces.h',
  'native/bits/queue_manager_interfaces.h',
  'test/reference/bits-service/bits_wire.idl',
  'test/reference/queue-manager/qmgr.idl',
];

/**
 * Finds the methods and properties that a header or an IDL file declares.
 *
 * @param {string} text
 * @returns {{ methods: string[], properties: string[] }} methods as `Interface.Method`
 */
export function declarationsOf(text) {
  const methods = [];
  let owner = '';
  const declaration =
    /\b(I[A-Z]\w+) : (?:public )?I[A-Z]\w+\s*\{|(?:virtual HRESULT (?:STDMETHODCALLTYPE|WINAPI)|^ {4}HRESULT) (\w+)\(/gm;
  for (const [, name, method] of text.matchAll(declaration)) {
    if (name !== undefined) owner = name;
    else methods.push(`${owner}.${method}`);
  }
  const properties = [...text.matchAll(/\b(BITS_(?:JOB|FILE)_PROPERTY_\w+) = \d+/g)].map(([, name]) => name);
  return { methods, properties };
}

/** The declarations of the repository, and of the headers of MinGW-w64 where they are installed. */
export function readDeclarations() {
  const contents = ownHeaders.map(textOf);
  if (existsSync(sdkHeaders)) {
    for (const name of readdirSync(sdkHeaders)) {
      if (/^(?:bits[\d_]*|qmgr)\.h$/.test(name)) contents.push(readFileSync(join(sdkHeaders, name), 'utf8'));
    }
  }
  const found = contents.map(declarationsOf);
  return {
    methods: [...new Set(found.flatMap(({ methods }) => methods))],
    properties: [...new Set(found.flatMap(({ properties }) => properties))],
  };
}
