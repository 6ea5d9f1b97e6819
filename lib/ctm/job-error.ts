/** Thrown for a call on a job whose final report has been sent. */
export class ContentTransferJobEndedError extends Error {
  readonly code = 'ERR_CTM_JOB_ENDED';

  static {
    ContentTransferJobEndedError.prototype.name = 'ContentTransferJobEndedError';
  }
}
