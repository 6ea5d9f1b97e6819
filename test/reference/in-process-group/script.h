// What the objects of this library count, and what tests make them return.
#pragma once

#include <windows.h>

#include <string>

namespace in_process {

// Counts a call of this method, such as "IBackgroundCopyJob.GetState", and returns what the test wants instead of the
// method's own result, once; S_OK for its own.
HRESULT Enter(const char* method);

unsigned long CountCalls(const std::string& method);
void FailNext(const std::string& method, HRESULT result);
void ClearScript();

}  // namespace in_process
