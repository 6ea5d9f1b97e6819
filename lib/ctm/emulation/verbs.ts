import { HResultError } from '../../com/error.js';
import { hresults } from '../../com/hresult.js';
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

/** A loaded library. */
class EmulatedNotifier implements NotifierVerbs {
  readonly #connection: ServiceConnection;
  #library: EmulatedLibrary | null;

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

  close(): Promise<void> {
    return this.#connection.call('FreeLibrary', () => {
      this.#library = null;
    });
  }

  #send(call: ContentTransferNotification): Promise<void> {
    return this.#connection.call(call.function, async () => {
      if (this.#library === null) throw new HResultError(hresults.RPC_E_DISCONNECTED, call.function);
      const hresult = await this.#library.answer(call);
      if (hresult !== hresults.S_OK) throw new HResultError(hresult, call.function);
    });
  }
}
