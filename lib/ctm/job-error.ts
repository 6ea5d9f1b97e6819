/** A call on a job that has had its final report. */
export class ContentTransferJobEndedError extends Error {
  readonly code = 'ERR_CTM_JOB_ENDED';

  static {
    ContentTransferJobEndedError.prototype.name = 'ContentTransferJobEndedError';
  }
}
