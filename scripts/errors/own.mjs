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
    '`RangeError`: an argument or option has the expected type, and a value that is not valid. COM was not called.',
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
  ERR_INCOMPATIBLE_OPTION_PAIR: ['`TypeError`: two options exclude each other.', 'Pass one of them.'],
  ERR_INVALID_STATE: [
    '`TypeError`: the object cannot do this in its present state, such as a call on an emulation that was disposed of.',
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
  ERR_DOWNLOAD_CANCELED: [
    '`BitsDownloadError`: another program cancelled the job of the download.',
    'Download again, if that was not intended.',
  ],
  ERR_DOWNLOAD_INCOMPLETE: [
    '`BitsDownloadError`: another program completed the job before all of its files were transferred.',
    'Download again. Files that were transferred have their names already.',
  ],
  ERR_DOWNLOAD_STALLED: [
    '`BitsDownloadError`: no byte was transferred within `stallTimeout`.',
    'Verify the network and the server, and call again: with a `key` the download continues. Or pass a `fallback`.',
  ],
  ERR_DOWNLOAD_INTEGRITY: [
    '`BitsDownloadError`: the hash of a file is not the expected one, or the file cannot be read to verify it. No file was created.',
    'Compare `integrity` with the file of the server. A captive portal or a virus scanner can alter what arrives.',
  ],
  ERR_DOWNLOAD_SIZE: [
    '`BitsDownloadError`: the size of a file is not the expected one. No file was created.',
    'Compare `size` with the file of the server.',
  ],
  ERR_DOWNLOAD_LEFT: [
    '`BitsDownloadError`: the download was closed or left, and its job was not cancelled.',
    'Call `download()` with the same `key` to continue, or use the job itself.',
  ],
  ERR_DOWNLOAD_IN_USE: [
    '`BitsDownloadError`: a download with the same `key` is running, in this process or in another one of the user.',
    'Wait for it, or use another key.',
  ],
  ERR_UPLOAD_CANCELED: [
    '`BitsUploadError`: another program cancelled the job of the upload.',
    'Upload again, if that was not intended.',
  ],
  ERR_UPLOAD_STALLED: [
    '`BitsUploadError`: no byte was transferred within `stallTimeout`.',
    'Verify the network and the server, and upload again.',
  ],
  ERR_TRANSFER_CANCELED: [
    'Command line: the job of `winprogress get` was cancelled by another program.',
    'Run the command again.',
  ],
  ERR_TRANSFER_INCOMPLETE: [
    'Command line: the job of `winprogress get` was completed by another program before the file was transferred.',
    'Run the command again.',
  ],
  ERR_TRANSFER_INTEGRITY: [
    'Command line: the hash of a transferred file is not the one that was given. The job is not completed.',
    'Compare the hash with the file of the server, and cancel the job with `winprogress job cancel`.',
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
