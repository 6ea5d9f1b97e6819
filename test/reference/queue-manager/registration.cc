#include "registration.h"

#include <string>

#include "interfaces.h"

namespace reference {
namespace {

constexpr DWORD kWithdrawMilliseconds = 10'000;

std::wstring text_of(const GUID& identifier) {
  wchar_t text[39];
  StringFromGUID2(identifier, text, 39);
  return text;
}

std::wstring class_key() { return L"Software\\Classes\\CLSID\\" + text_of(kQueueManagerClass); }
std::wstring server_key() { return class_key() + L"\\LocalServer32"; }

std::wstring own_path() {
  std::wstring path(32768, L'\0');
  path.resize(GetModuleFileNameW(nullptr, path.data(), static_cast<DWORD>(path.size())));
  return path;
}

std::wstring own_command() { return L"\"" + own_path() + L"\""; }

/** The path of the proxies, next to the server. */
std::wstring proxies_path() {
  const std::wstring path = own_path();
  return path.substr(0, path.find_last_of(L'\\') + 1) + L"queue-manager-proxies.dll";
}

LSTATUS write(const std::wstring& key, const std::wstring& value) {
  return RegSetKeyValueW(HKEY_LOCAL_MACHINE, key.c_str(), nullptr, REG_SZ, value.c_str(),
                         static_cast<DWORD>((value.size() + 1) * sizeof(wchar_t)));
}

/** The default value of a key; empty if there is none. */
std::wstring read(const std::wstring& key) {
  wchar_t value[1024];
  DWORD size = sizeof value;
  const LSTATUS status = RegGetValueW(HKEY_LOCAL_MACHINE, key.c_str(), nullptr, RRF_RT_REG_SZ, nullptr, value, &size);
  return status == ERROR_SUCCESS ? value : std::wstring();
}

}  // namespace

int register_server() {
  const LSTATUS status = write(class_key(), L"BackgroundCopyQMgr (reference)");
  return status == ERROR_SUCCESS ? write(server_key(), own_command()) : status;
}

int unregister_server() {
  const LSTATUS status = RegDeleteTreeW(HKEY_LOCAL_MACHINE, class_key().c_str());
  if (status != ERROR_SUCCESS && status != ERROR_FILE_NOT_FOUND) return status;
  const ULONGLONG deadline = GetTickCount64() + kWithdrawMilliseconds;
  while (HANDLE withdraw = OpenEventW(EVENT_MODIFY_STATE, FALSE, kWithdrawEvent)) {
    SetEvent(withdraw);
    CloseHandle(withdraw);
    if (GetTickCount64() > deadline) return ERROR_TIMEOUT;
    Sleep(10);
  }
  return ERROR_SUCCESS;
}

int report_registration() {
  if (read(server_key()) != own_command()) return ERROR_FILE_NOT_FOUND;
  for (const IID& identifier : {IID_IBackgroundCopyQMgr, IID_IBackgroundCopyGroup, IID_IBackgroundCopyJob1,
                                IID_IEnumBackgroundCopyGroups, IID_IEnumBackgroundCopyJobs1}) {
    const std::wstring proxy = read(L"Software\\Classes\\Interface\\" + text_of(identifier) + L"\\ProxyStubClsid32");
    const std::wstring library = read(L"Software\\Classes\\CLSID\\" + proxy + L"\\InProcServer32");
    if (proxy.empty() || lstrcmpiW(library.c_str(), proxies_path().c_str()) != 0) return ERROR_FILE_NOT_FOUND;
  }
  return ERROR_SUCCESS;
}

}  // namespace reference
