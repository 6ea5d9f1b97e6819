// Call counts and scripted results of the objects of this library.
#pragma once

#include <windows.h>

#include <string>

namespace in_process {

// Counts a call of this method, such as "IBackgroundCopyJob.GetState", and returns the scripted result instead of the
// method's own result, once; S_OK if none is scripted.
HRESULT Enter(const char* method);

unsigned long CountCalls(const std::string& method);
void FailNext(const std::string& method, HRESULT result);
void ClearScript();

}  // namespace in_process
