// A dependency that the library which requires it does not find.
extern "C" __declspec(dllexport) int Absent() { return 1; }
