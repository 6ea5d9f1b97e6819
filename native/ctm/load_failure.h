#pragma once

#include <windows.h>

#include <string>

namespace winprogress::ctm {

// Describes why LoadLibraryExW has refused a file with this error: the code alone does not distinguish a missing file
// from one with a missing dependency. Empty if the code is sufficient.
std::string DescribeLoadFailure(const std::wstring& path, DWORD error);

}  // namespace winprogress::ctm
