# Windows on ARM64, cross-compiled from Linux. Debian has no GCC for it: Zig brings Clang, LLD, and the headers and libraries of MinGW-w64.
# ZIG is its program. The resource compiler of binutils writes the format that is the same for all architectures.
set(CMAKE_SYSTEM_NAME Windows)
set(CMAKE_SYSTEM_PROCESSOR ARM64)
set(CMAKE_TRY_COMPILE_PLATFORM_VARIABLES ZIG)

set(CMAKE_CXX_COMPILER ${ZIG} c++ -target aarch64-windows-gnu)
set(CMAKE_RC_COMPILER x86_64-w64-mingw32-windres)
set(CMAKE_RC_FLAGS_INIT "-O res")
set(CMAKE_DLLTOOL ${ZIG} dlltool -m arm64)
set(CMAKE_CXX_LINKER_LAUNCHER node ${CMAKE_CURRENT_LIST_DIR}/prebuild/zig-link.mjs)
