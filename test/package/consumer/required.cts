// A CommonJS module. TypeScript knows since 5.8 that Node.js takes an ES module from require().
import winprogress = require('winprogress');

export async function backend(): Promise<'native' | 'emulation'> {
  const connection = await winprogress.connect();
  await connection.close();
  return connection.backend;
}
