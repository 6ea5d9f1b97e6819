/**
 * The seam of the family: the calls of a backend for the three functions of Content Transfer Manager, in plain data. The arguments have been checked
 * above it. A call that does not return `S_OK` rejects with an `HResultError` whose operation is the documented name of the function; success codes
 * other than `S_OK` are failures here, as documented. After the notifier or the backend has been closed: `RPC_E_DISCONNECTED`.
 */
export interface ContentTransferVerbs {
  /**
   * Loads the library by its absolute path with restricted search, and binds its exports. Rejects with operation `LoadLibraryExW`
   * (`ERROR_MOD_NOT_FOUND`, `ERROR_BAD_EXE_FORMAT`, …) or `GetProcAddress` (`ERROR_PROC_NOT_FOUND`); `context` contains the reason in words: the
   * exports that were found and that are missing, the architecture for which the library is built, or that it is not a library.
   */
  openLibrary(path: string, exports: ContentTransferExportNames): Promise<NotifierVerbs>;
}

/** The names under which the library exports the three functions. */
export interface ContentTransferExportNames {
  readonly progress: string;
  readonly success: string;
  readonly error: string;
}

/** The three functions of one loaded library. `null` is NULL; all other text is passed verbatim. */
export interface NotifierVerbs {
  /** Reports progress (`SendNotifyProgressToCTM`), with the parameters in its order. */
  sendProgress(
    progressType: string | null,
    endpoint: string,
    id: string,
    clientData: string,
    bytesTotal: string,
    bytesTransferred: string,
    filesTotal: number,
    filesTransferred: number,
  ): Promise<void>;
  /** Reports success (`SendNotifySuccessToCTM`), with the parameters in its order. */
  sendSuccess(
    endpoint: string,
    id: string,
    clientData: string,
    bytesTotal: string,
    bytesTransferred: string,
    filesTotal: number,
    filesTransferred: number,
  ): Promise<void>;
  /** Reports an error (`SendNotifyErrorToCTM`), with the parameters in its order. */
  sendError(endpoint: string, id: string, clientData: string, hresult: number, message: string): Promise<void>;
  /** Releases the library. */
  close(): Promise<void>;
}
