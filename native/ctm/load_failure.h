#pragma once

#include <windows.h>

#include <string>

namespace winprogress::ctm {

// Says in words why LoadLibraryExW has refused a file with this error: its code alone does not tell a file that is
// missing from one that needs another that is missing. Empty when there is no more to say than the code.
std::string DescribeLoadFailure(const std::wstring& path, DWORD error);

}  // namespace winprogress::ctm
