/**
 * The environment variables for a Node.js process that makes no connection over TLS. With additional certificates, Node.js reads all certificates at
 * each start, which takes longer than the rest of the start.
 */
export function childEnvironment(): NodeJS.ProcessEnv {
  const { NODE_EXTRA_CA_CERTS: _, ...environment } = process.env;
  return environment;
}
