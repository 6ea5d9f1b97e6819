import { HResultError } from '../../com/error.js';
import { hresults } from '../../com/hresult.js';
import { withinTime } from '../../com/within-time.js';
import type { ServiceConnection } from '../../emulation/service-connection.js';
import { functionNames } from '../constants.js';
import type { ContentTransferExportNames, ContentTransferVerbs, NotifierVerbs } from '../verbs.js';
import type { Libraries } from './libraries.js';
import type { EmulatedLibrary } from './library.js';
import type { ContentTransferNotification } from './sent-notifications.js';

/** The verbs of Content Transfer Manager for one connection. */
export class EmulatedContentTransfer implements ContentTransferVerbs {
  readonly #libraries: Libraries;
  readonly #connection: ServiceConnection;

  constructor(libraries: Libraries, connection: ServiceConnection) {
    this.#libraries = libraries;
    this.#connection = connection;
  }

  openLibrary(path: string, exports: ContentTransferExportNames): Promise<NotifierVerbs> {
    return this.#connection.call(
      'LoadLibraryExW',
      () => new EmulatedNotifier(this.#connection, this.#libraries.load(path, exports)),
    );
  }
}

/** Milliseconds that `close()` waits for a call that does not return. */
const closeLimit = 500;

/** A loaded library. Its calls run one after the other, as in a thread of its own. */
class EmulatedNotifier implements NotifierVerbs {
  readonly #connection: ServiceConnection;
  #library: EmulatedLibrary | null;
  /** Resolves when all calls have returned. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(connection: ServiceConnection, library: EmulatedLibrary) {
    this.#connection = connection;
    this.#library = library;
  }

  sendProgress(
    progressType: string | null,
    endpoint: string,
    id: string,
    clientData: string,
    bytesTotal: string,
    bytesTransferred: string,
    filesTotal: number,
    filesTransferred: number,
  ): Promise<void> {
    return this.#send({
      function: functionNames.progress,
      progressType,
      endpoint,
      id,
      clientData,
      bytesTotal,
      bytesTransferred,
      filesTotal,
      filesTransferred,
    });
  }

  sendSuccess(
    endpoint: string,
    id: string,
    clientData: string,
    bytesTotal: string,
    bytesTransferred: string,
    filesTotal: number,
    filesTransferred: number,
  ): Promise<void> {
    return this.#send({
      function: functionNames.success,
      endpoint,
      id,
      clientData,
      bytesTotal,
      bytesTransferred,
      filesTotal,
      filesTransferred,
    });
  }

  sendError(endpoint: string, id: string, clientData: string, hresult: number, message: string): Promise<void> {
    return this.#send({ function: functionNames.error, endpoint, id, clientData, hresult, message });
  }

  /** Unloads the library after the calls that were made before. */
  close(): Promise<void> {
    return this.#connection.call('FreeLibrary', async () => {
      this.#library = null;
      await withinTime(this.#turn, closeLimit);
    });
  }

  #send(call: ContentTransferNotification): Promise<void> {
    return this.#connection.call(call.function, async () => {
      const library = this.#library;
      if (library === null) throw new HResultError(hresults.RPC_E_DISCONNECTED, call.function);
      // A connection that is closed drops the calls that have not begun.
      const hresult = await this.#inTurn(() =>
        this.#connection.closed ? hresults.RPC_E_DISCONNECTED : library.answer(call),
      );
      if (hresult !== hresults.S_OK) throw new HResultError(hresult, call.function);
    });
  }

  #inTurn(work: () => number | Promise<number>): Promise<number> {
    const turn = this.#turn.then(work);
    this.#turn = turn.catch(() => {});
    return turn;
  }
}
