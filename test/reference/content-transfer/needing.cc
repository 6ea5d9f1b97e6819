extern "C" __declspec(dllimport) int Absent();

extern "C" __declspec(dllexport) int NeedAbsent() { return Absent(); }
