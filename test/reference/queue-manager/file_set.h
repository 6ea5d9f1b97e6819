#pragma once

#include <string>
#include <vector>

#include "interfaces.h"

namespace reference {

struct FileNames {
  std::wstring remote;
  std::wstring local;
};

/**
 * Reads the array of pointers that AddFiles takes and applies the documented limits
 * (https://learn.microsoft.com/windows/win32/api/qmgr/ns-qmgr-filesetinfo). Throws E_INVALIDARG before anything is
 * added.
 */
std::vector<FileNames> read_file_set(ULONG count, FILESETINFO** set);

}  // namespace reference
