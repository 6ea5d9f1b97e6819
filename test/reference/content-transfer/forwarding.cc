// A library that has no function of its own: its exports are those of the module definition file beside it. It needs
// content_transfer.dll as well, which the loader must find in the folder of this one.
#include <windows.h>

extern "C" __declspec(dllimport) ULONG CountRecorded();

extern "C" __declspec(dllexport) ULONG CountRecordedElsewhere() { return CountRecorded(); }
