// A library that another one needs, and does not find.
extern "C" __declspec(dllexport) int Absent() { return 1; }
