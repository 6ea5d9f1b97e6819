/**
 * The server that provides a class: a separate process (`CLSCTX_LOCAL_SERVER`), a library in this process (`CLSCTX_INPROC_SERVER`), or either.
 * native/com/server_kind.h converts it.
 */
export type ServerKind = 'local' | 'inProcess' | 'any';
