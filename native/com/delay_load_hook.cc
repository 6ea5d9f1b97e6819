// The import library of Node-API names NODE.EXE, but the executable can have another name: Electron, a packaged
// application, a renamed copy of node.exe. So every import from NODE.EXE is delay-loaded, and this hook answers the
// first of them with the module that exports Node-API.
// https://learn.microsoft.com/cpp/build/reference/notification-hooks

#include <windows.h>

#include <delayimp.h>

namespace {

// Hosts with Node.js in a separate library: shared builds of Node.js, embedders, NW.js.
constexpr const wchar_t* kHostLibraries[] = {L"libnode.dll", L"node.dll", L"nw.dll"};

bool ExportsNodeApi(HMODULE module) noexcept {
  return module != nullptr && GetProcAddress(module, "napi_create_function") != nullptr;
}

HMODULE FindHost() noexcept {
  const HMODULE executable = GetModuleHandleW(nullptr);
  if (ExportsNodeApi(executable)) return executable;
  for (const wchar_t* name : kHostLibraries) {
    const HMODULE library = GetModuleHandleW(name);
    if (ExportsNodeApi(library)) return library;
  }
  // Without a result the helper would search the disk for a NODE.EXE and load a second Node.js into the process. The
  // executable itself makes the next lookup fail with a clear "procedure not found" instead.
  return executable;
}

FARPROC WINAPI RedirectHost(unsigned notification, PDelayLoadInfo info) noexcept {
  if (notification != dliNotePreLoadLibrary) return nullptr;
  if (lstrcmpiA(info->szDll, "NODE.EXE") != 0) return nullptr;
  return reinterpret_cast<FARPROC>(FindHost());
}

}  // namespace

// The delay-load helper of the compiler reads this variable by name. MSVC declares it const, MinGW does not, hence
// decltype; nothing writes it after load.
decltype(__pfnDliNotifyHook2) __pfnDliNotifyHook2 = RedirectHost;
