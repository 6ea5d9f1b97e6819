/**
 * The seam of the family: what a backend offers for the three functions of Content Transfer Manager, in plain data. Arguments have
 * been checked above. A call that does not answer `S_OK` rejects with an `HResultError` whose operation is the function's documented
 * name; success codes other than `S_OK` are failures here, as documented. After the notifier or the backend
 * has been closed: `RPC_E_DISCONNECTED`.
 */
export interface ContentTransferVerbs {
  /**
   * Loads the library by its absolute path with restricted search, and binds its exports. Rejects with operation `LoadLibraryExW`
   * (`ERROR_MOD_NOT_FOUND`, `ERROR_BAD_EXE_FORMAT`, …) or `GetProcAddress` (`ERROR_PROC_NOT_FOUND`); `context` says what is wrong in
   * words: which of the exports are there and which are not, which architecture the library is built for, that it is not a library.
   */
  openLibrary(path: string, exports: ContentTransferExportNames): Promise<NotifierVerbs>;
}

/** The names under which the library exports the three functions. */
export interface ContentTransferExportNames {
  readonly progress: string;
  readonly success: string;
  readonly error: string;
}

/** The three functions of one loaded library. `null` is NULL; all other text goes verbatim. */
export interface NotifierVerbs {
  /** `SendNotifyProgressToCTM`, parameters in its order. */
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
  /** `SendNotifySuccessToCTM`, parameters in its order. */
  sendSuccess(
    endpoint: string,
    id: string,
    clientData: string,
    bytesTotal: string,
    bytesTransferred: string,
    filesTotal: number,
    filesTransferred: number,
  ): Promise<void>;
  /** `SendNotifyErrorToCTM`, parameters in its order. */
  sendError(endpoint: string, id: string, clientData: string, hresult: number, message: string): Promise<void>;
  /** Lets the library go. */
  close(): Promise<void>;
}
