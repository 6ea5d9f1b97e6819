import { hresults } from '../../com/hresult.js';
import { errorCode } from '../../com/thrown.js';
import { localFailure } from './http-results.js';
import type { TransferFailure } from './transfer-failure.js';

export function toLocalFailure(error: unknown): TransferFailure {
  return localFailure(hresultOf(error));
}

/** Returns the HRESULT of the corresponding Win32 error. */
export function hresultOf(error: unknown): number {
  switch (errorCode(error)) {
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return hresults.E_ACCESSDENIED;
    case 'ENOENT':
    case 'ENOTDIR':
      return hresults.ERROR_PATH_NOT_FOUND;
    case 'ENOSPC':
    case 'EDQUOT':
      return hresults.ERROR_DISK_FULL;
    case 'EFBIG':
      return hresults.ERROR_FILE_TOO_LARGE;
    case 'EISDIR':
    case 'ENOTEMPTY':
      return hresults.E_ACCESSDENIED;
    case 'EEXIST':
      return hresults.ERROR_FILE_EXISTS;
    case 'ELOOP':
      return hresults.ERROR_CANT_RESOLVE_FILENAME;
    case 'EIO':
      return hresults.ERROR_IO_DEVICE;
    case 'EINVAL':
      return hresults.ERROR_INVALID_NAME;
    case 'EXDEV':
      return hresults.ERROR_NOT_SAME_DEVICE;
    case 'ENXIO':
    case 'ENODEV':
      return hresults.ERROR_BAD_FILE_TYPE;
    case 'EBUSY':
    case 'ETXTBSY':
      return hresults.ERROR_SHARING_VIOLATION;
    case 'ENAMETOOLONG':
      return hresults.ERROR_FILENAME_EXCED_RANGE;
    case 'EMFILE':
    case 'ENFILE':
      return hresults.ERROR_TOO_MANY_OPEN_FILES;
    default:
      return hresults.E_FAIL;
  }
}
