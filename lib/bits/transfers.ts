/** What transfers from beginning to end need, and the trial of BITS. Loaded by the first call, so that `import` of the package stays cheap. */
export { readAvailability } from './availability.js';
export { diskFiles } from './download/disk-files.js';
export { openDownload } from './download/open.js';
export { upload } from './upload/upload.js';
