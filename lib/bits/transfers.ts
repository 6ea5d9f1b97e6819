/** The modules for transfers from beginning to end, and for the trial of BITS. Loaded by the first call, so that the package is imported quickly. */
export { readAvailability } from './availability.js';
export { diskFiles } from './download/disk-files.js';
export { openDownload } from './download/open.js';
export { upload } from './upload/upload.js';
