// A library without its own functions: its exports are those of the module definition file beside it. It also requires
// content_transfer.dll, which the loader must find in the folder of this one.
#include <windows.h>

extern "C" __declspec(dllimport) ULONG CountRecorded();

extern "C" __declspec(dllexport) ULONG CountRecordedElsewhere() { return CountRecorded(); }
