/**
 * Cause and remedy of the codes of errors that do not come from COM. Codes with the prefix `ERR_` that Node.js defines too have its meaning.
 * Source: https://nodejs.org/api/errors.html and the classes of the errors in `lib`.
 *
 * @type {import('./entry.mjs').Entries}
 */
export const ownEntries = {
  ERR_INVALID_ARG_TYPE: [
    '`TypeError`: an argument or option has another type than expected. COM was not called.',
    'Correct the argument that the message names.',
  ],
  ERR_INVALID_ARG_VALUE: [
    '`RangeError`: an argument or option has the expected type, and a value that is not valid. COM was not called. In records of the command line also: a missing argument, an unknown option, and a name that no job, or more than one job, has.',
    'Correct the argument that the message names.',
  ],
  ERR_INVALID_CHAR: [
    '`TypeError`: a character that the header of a request must not have, such as a line feed.',
    'Remove the character.',
  ],
  ERR_OUT_OF_RANGE: [
    '`RangeError`: a number, a count or a date is outside its limits.',
    'Use a value within the limits of the message.',
  ],
  ERR_INCOMPATIBLE_OPTION_PAIR: [
    '`TypeError`, or wrong arguments of the command line: two options exclude each other.',
    'Pass one of them.',
  ],
  ERR_INVALID_STATE: [
    '`TypeError`: the object cannot do this in its present state, such as a call on an emulation that is closed.',
    'Call the methods in the documented order.',
  ],
  ERR_WINPROGRESS_ADDON: [
    '`AddonLoadError`: the native addon is missing, broken, or not for this platform. The message lists what was tried.',
    'Follow the last line of the message. In a bundle, mark `winprogress` as external; under `--permission`, pass `--allow-addons`.',
  ],
  ERR_ANSWER_TIMEOUT: [
    '`AnswerTimeoutError`: a function of the application did not answer a question of COM within `answerTimeout`. COM received the default answer.',
    'Answer faster, or raise `answerTimeout`.',
  ],
  ERR_CTM_JOB_ENDED: [
    '`ContentTransferJobEndedError`: the job had its final report, and accepts no other.',
    'Read `ended` before you report, or stop reporting after `succeed()` or `fail()`.',
  ],
  ERR_DOWNLOAD_CANCELED: [
    '`BitsDownloadError`: the job of a download was cancelled, by `cancel()` of the download or by another program.',
    'Nothing to do if your program cancelled it. Otherwise start the download again.',
  ],
  ERR_DOWNLOAD_INCOMPLETE: [
    '`BitsDownloadError`: another program completed the job before all files were transferred.',
    'Start the download again.',
  ],
  ERR_DOWNLOAD_STALLED: [
    '`BitsDownloadError`: no byte was transferred within `stallTimeout`.',
    'Verify the network and the server, raise `stallTimeout`, or start the download again.',
  ],
  ERR_DOWNLOAD_INTEGRITY: [
    '`BitsDownloadError`: the hash of a file is not the expected one, or the file cannot be read to verify it.',
    'Verify the expected hash and the URL. The file may have changed on the server, or on the way.',
  ],
  ERR_DOWNLOAD_SIZE: [
    '`BitsDownloadError`: the size of a file is not the expected one.',
    'Verify the expected size and the URL. The server may have sent another page, such as one for logging in.',
  ],
  ERR_DOWNLOAD_LEFT: [
    '`BitsDownloadError`: the program has stopped following the download. Its job continues in the service.',
    'Nothing to do: a download with the same key continues the job.',
  ],
  ERR_DOWNLOAD_IN_USE: [
    '`BitsDownloadError`: a download with the same key is running, in this or in another process.',
    'Wait for its end, or use another key.',
  ],
  ERR_UPLOAD_CANCELED: [
    '`BitsUploadError`: another program cancelled the job of an upload.',
    'Start the upload again.',
  ],
  ERR_UPLOAD_STALLED: [
    '`BitsUploadError`: no byte was transferred within `stallTimeout`. The job is cancelled.',
    'Verify the network and the server, raise `stallTimeout`, or start the upload again.',
  ],
  ERR_STATE_DIRECTORY: [
    '`StateDirectoryError`: the state directory of the emulation cannot be used: it is a file, read-only, or can be changed by other users.',
    'Use a folder that belongs to the user alone.',
  ],
  ERR_STATE_FILE_REFUSED: [
    '`StateFileError`: a file of the state directory does not hold a job of the emulation. It is left unchanged, and other jobs can be used.',
    'Remove the file if it is damaged. The message gives the path and the reason.',
  ],
  ERR_STATE_FILE_WRITE: [
    '`StateFileError`: the present state of a job could not be written. The write is retried.',
    'Make room on the disk, and verify the permissions of the state directory.',
  ],
  ERR_TRANSFER_CANCELED: ['Command line: the job was cancelled by another program.', 'Run the command again.'],
  ERR_TRANSFER_INCOMPLETE: [
    'Command line: files of the job are missing, because it is not transferred or was completed too early.',
    'Wait for the state `transferred`, or run the command again.',
  ],
  ERR_TRANSFER_INTEGRITY: [
    'Command line: the hash of a file is not the expected one.',
    'Verify the hash and the URL, and download the file again.',
  ],
  ERR_TRANSFER_FAILED: [
    'Command line: the download of `winprogress get` failed without an HRESULT.',
    'See the message, and run the command again.',
  ],
};

/** Codes with the prefix `ERR_` in the sources that Node.js or its TLS defines, and that winprogress only reads. */
export const foreignCodes = [
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'ERR_MODULE_NOT_FOUND',
  'ERR_STREAM_DESTROYED',
  'ERR_DLOPEN_DISABLED',
  'ERR_ACCESS_DENIED',
];
