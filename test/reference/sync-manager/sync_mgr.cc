#include "sync_mgr.h"

#include <set>

#include "registration.h"

namespace reference {
namespace {

constexpr wchar_t kFlags[] = L"Flags";

struct Registered {
  std::mutex mutex;
  std::set<std::wstring> keys;
};

Registered& registered() {
  static Registered* const instance = new Registered();
  return *instance;
}

HRESULT set_value(const std::wstring& key, const wchar_t* name, DWORD type, const void* value, std::size_t size) {
  return HRESULT_FROM_WIN32(
      RegSetKeyValueW(HKEY_LOCAL_MACHINE, key.c_str(), name, type, value, static_cast<DWORD>(size)));
}

}  // namespace

HRESULT WINAPI SyncManager::UpdateItems(DWORD flags, REFCLSID handler, DWORD cookie_size, const BYTE* cookie) noexcept {
  return answered("ISyncMgrSynchronizeInvoke.UpdateItems",
                  Arguments().number(flags).id(&handler).bytes(cookie, cookie_size), [] { return S_OK; });
}

HRESULT WINAPI SyncManager::UpdateAll() noexcept {
  return answered("ISyncMgrSynchronizeInvoke.UpdateAll", Arguments(), [] { return S_OK; });
}

HRESULT WINAPI SyncManager::RegisterSyncMgrHandler(REFCLSID handler, LPCWSTR description, DWORD flags) noexcept {
  return answered("ISyncMgrRegister.RegisterSyncMgrHandler", Arguments().id(&handler).text(description).number(flags),
                  [&] {
                    const std::wstring key = handlers_key() + text_of(handler);
                    if (description) {
                      const std::size_t size = (std::wcslen(description) + 1) * sizeof(wchar_t);
                      const HRESULT result = set_value(key, nullptr, REG_SZ, description, size);
                      if (FAILED(result)) return result;
                    }
                    const HRESULT result = set_value(key, kFlags, REG_DWORD, &flags, sizeof flags);
                    if (FAILED(result)) return result;
                    const std::lock_guard<std::mutex> guard(registered().mutex);
                    registered().keys.insert(key);
                    return S_OK;
                  });
}

HRESULT WINAPI SyncManager::UnregisterSyncMgrHandler(REFCLSID handler, DWORD reserved) noexcept {
  return answered("ISyncMgrRegister.UnregisterSyncMgrHandler", Arguments().id(&handler).number(reserved), [&] {
    const std::wstring key = handlers_key() + text_of(handler);
    const HRESULT result = HRESULT_FROM_WIN32(RegDeleteTreeW(HKEY_LOCAL_MACHINE, key.c_str()));
    if (FAILED(result)) return result;
    const std::lock_guard<std::mutex> guard(registered().mutex);
    registered().keys.erase(key);
    return S_OK;
  });
}

HRESULT WINAPI SyncManager::GetHandlerRegistrationInfo(REFCLSID handler, DWORD* flags) noexcept {
  return answered("ISyncMgrRegister.GetHandlerRegistrationInfo", Arguments().id(&handler), [&]() -> HRESULT {
    if (!flags) return E_POINTER;
    DWORD size = sizeof *flags;
    const std::wstring key = handlers_key() + text_of(handler);
    const LSTATUS status =
        RegGetValueW(HKEY_LOCAL_MACHINE, key.c_str(), kFlags, RRF_RT_REG_DWORD, nullptr, flags, &size);
    return status == ERROR_SUCCESS ? S_OK : S_FALSE;
  });
}

void reset_registrations() noexcept {
  const std::lock_guard<std::mutex> guard(registered().mutex);
  for (const std::wstring& key : registered().keys)
    RegDeleteTreeW(HKEY_LOCAL_MACHINE, key.c_str());
  registered().keys.clear();
}

}  // namespace reference
