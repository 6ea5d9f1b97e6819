#include "registration.h"

#include <iterator>
#include <memory>
#include <string>

#include "../queue-manager/com.h"
#include "interfaces.h"
#include "proxy_class.h"

namespace reference {
namespace {

constexpr CLSID kProxyClass = PROXY_CLSID_IS;
constexpr wchar_t kClasses[] = L"Software\\Classes\\";
/** Beside a value that was replaced: what the host has there. */
constexpr wchar_t kHostValue[] = L"winprogress-host";
/** The value that leads COM to the host's service. Wine looks for it before it looks for a program. */
constexpr wchar_t kAppId[] = L"AppID";
constexpr DWORD kStopMilliseconds = 20'000;

const IID* const kInterfaces[] = {
    &IID_IBackgroundCopyManager,
    &IID_IEnumBackgroundCopyJobs,
    &IID_IEnumBackgroundCopyFiles,
    &IID_IBackgroundCopyError,
    &IID_IBackgroundCopyJob,
    &IID_IBackgroundCopyJob2,
    &IID_IBackgroundCopyJob3,
    &IID_IBackgroundCopyJob4,
    &IID_IBackgroundCopyJob5,
    &IID_IBackgroundCopyFile,
    &IID_IBackgroundCopyFile2,
    &IID_IBackgroundCopyFile3,
    &IID_IBackgroundCopyFile4,
    &IID_IBackgroundCopyFile5,
    &IID_IBackgroundCopyFile6,
    &IID_IBackgroundCopyJobHttpOptions,
    &IID_IBackgroundCopyJobHttpOptions2,
    &IID_IBackgroundCopyJobHttpOptions3,
    &IID_IBitsTokenOptions,
    &IID_IBackgroundCopyCallback,
    &IID_IBackgroundCopyCallback2,
    &IID_IBackgroundCopyCallback3,
    &IID_IBackgroundCopyServerCertificateValidationCallback,
};

std::wstring text_of(const GUID& identifier) {
  wchar_t text[39];
  StringFromGUID2(identifier, text, 39);
  return text;
}

std::wstring class_key(const CLSID& identifier) { return std::wstring(kClasses) + L"CLSID\\" + text_of(identifier); }
std::wstring server_key() { return class_key(kManagerClass) + L"\\LocalServer32"; }
std::wstring interface_key(const IID& identifier) {
  return std::wstring(kClasses) + L"Interface\\" + text_of(identifier);
}
std::wstring proxy_key(const IID& identifier) { return interface_key(identifier) + L"\\ProxyStubClsid32"; }

std::wstring own_path() {
  std::wstring path(32768, L'\0');
  path.resize(GetModuleFileNameW(nullptr, path.data(), static_cast<DWORD>(path.size())));
  return path;
}

/** The proxies are built beside the server. */
std::wstring proxies_path() {
  const std::wstring path = own_path();
  return path.substr(0, path.find_last_of(L'\\') + 1) + L"bits-service-proxies.dll";
}

void write(const std::wstring& key, const wchar_t* name, const std::wstring& value) {
  const LSTATUS status = RegSetKeyValueW(HKEY_LOCAL_MACHINE, key.c_str(), name, REG_SZ, value.c_str(),
                                         static_cast<DWORD>((value.size() + 1) * sizeof(wchar_t)));
  if (status != ERROR_SUCCESS) throw Failure(HRESULT_FROM_WIN32(static_cast<DWORD>(status)));
}

/** A value of a key; empty when there is none. */
std::wstring read(const std::wstring& key, const wchar_t* name) {
  wchar_t value[1024];
  DWORD size = sizeof value;
  const LSTATUS status = RegGetValueW(HKEY_LOCAL_MACHINE, key.c_str(), name, RRF_RT_REG_SZ, nullptr, value, &size);
  return status == ERROR_SUCCESS ? value : std::wstring();
}

void take_class(unsigned short port) {
  const std::wstring key = class_key(kManagerClass);
  if (const std::wstring host = read(key, kAppId); !host.empty()) {
    write(key, kHostValue, host);
    RegDeleteKeyValueW(HKEY_LOCAL_MACHINE, key.c_str(), kAppId);
  }
  write(server_key(), nullptr, L"\"" + own_path() + L"\" /Control:" + std::to_wstring(port));
}

void give_class_back() {
  RegDeleteTreeW(HKEY_LOCAL_MACHINE, server_key().c_str());
  const std::wstring key = class_key(kManagerClass);
  if (const std::wstring host = read(key, kHostValue); !host.empty()) {
    write(key, kAppId, host);
    RegDeleteKeyValueW(HKEY_LOCAL_MACHINE, key.c_str(), kHostValue);
  }
}

void take_interface(const IID& identifier) {
  const std::wstring key = proxy_key(identifier);
  const std::wstring now = read(key, nullptr);
  const std::wstring own = text_of(kProxyClass);
  if (now == own) return;
  if (!now.empty()) write(key, kHostValue, now);
  write(key, nullptr, own);
}

void give_interface_back(const IID& identifier) {
  const std::wstring key = proxy_key(identifier);
  if (read(key, nullptr) != text_of(kProxyClass)) return;
  const std::wstring host = read(key, kHostValue);
  if (host.empty()) {
    RegDeleteTreeW(HKEY_LOCAL_MACHINE, interface_key(identifier).c_str());
    return;
  }
  write(key, nullptr, host);
  RegDeleteKeyValueW(HKEY_LOCAL_MACHINE, key.c_str(), kHostValue);
}

struct ServiceCloser {
  using pointer = SC_HANDLE;
  void operator()(SC_HANDLE handle) const noexcept { CloseServiceHandle(handle); }
};
using ServiceHandle = std::unique_ptr<SC_HANDLE, ServiceCloser>;

struct ProcessCloser {
  using pointer = HANDLE;
  void operator()(HANDLE handle) const noexcept { CloseHandle(handle); }
};
using ProcessHandle = std::unique_ptr<HANDLE, ProcessCloser>;

SERVICE_STATUS_PROCESS status_of(SC_HANDLE service) {
  SERVICE_STATUS_PROCESS status{};
  DWORD needed = 0;
  if (!QueryServiceStatusEx(service, SC_STATUS_PROCESS_INFO, reinterpret_cast<BYTE*>(&status), sizeof status, &needed))
    throw Failure(HRESULT_FROM_WIN32(GetLastError()));
  return status;
}

/** The host's service serves the same class for as long as it runs. */
void stop_host_service() {
  const ServiceHandle manager(OpenSCManagerW(nullptr, nullptr, SC_MANAGER_CONNECT));
  const ServiceHandle service(OpenServiceW(manager.get(), L"BITS", SERVICE_STOP | SERVICE_QUERY_STATUS));
  if (!service) throw Failure(HRESULT_FROM_WIN32(GetLastError()));
  const ProcessHandle process(OpenProcess(SYNCHRONIZE, FALSE, status_of(service.get()).dwProcessId));
  SERVICE_STATUS status;
  ControlService(service.get(), SERVICE_CONTROL_STOP, &status);
  const ULONGLONG deadline = GetTickCount64() + kStopMilliseconds;
  while (status_of(service.get()).dwCurrentState != SERVICE_STOPPED) {
    if (GetTickCount64() > deadline) throw Failure(HRESULT_FROM_WIN32(ERROR_SERVICE_REQUEST_TIMEOUT));
    Sleep(10);
  }
  // Wine's BITS is stopped before it leaves its apartment and revokes its class.
  if (process && WaitForSingleObject(process.get(), kStopMilliseconds) != WAIT_OBJECT_0)
    throw Failure(HRESULT_FROM_WIN32(ERROR_SERVICE_REQUEST_TIMEOUT));
}

}  // namespace

void take_place_of_bits(unsigned short port) {
  write(class_key(kProxyClass) + L"\\InProcServer32", nullptr, proxies_path());
  write(class_key(kProxyClass) + L"\\InProcServer32", L"ThreadingModel", L"Both");
  for (const IID* identifier : kInterfaces)
    take_interface(*identifier);
  take_class(port);
  stop_host_service();
}

std::vector<IID> proxied_interfaces() {
  std::vector<IID> result;
  for (const IID* identifier : kInterfaces)
    result.push_back(*identifier);
  return result;
}

void give_place_back() noexcept {
  guarded([] {
    give_class_back();
    for (const IID* identifier : kInterfaces)
      give_interface_back(*identifier);
    RegDeleteTreeW(HKEY_LOCAL_MACHINE, class_key(kProxyClass).c_str());
    return S_OK;
  });
}

}  // namespace reference
