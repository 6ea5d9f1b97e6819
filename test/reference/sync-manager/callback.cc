#include "callback.h"

#include <future>
#include <map>
#include <memory>

namespace reference {
namespace {

constexpr auto kDone = [] { return S_OK; };

struct Registration {
  std::promise<void> revoked;
  std::thread thread;
};

struct Registrations {
  std::mutex mutex;
  std::map<DWORD, std::unique_ptr<Registration>> by_cookie;
};

Registrations& registrations() {
  static Registrations* const instance = new Registrations();
  return *instance;
}

ComPtr<IGlobalInterfaceTable> interface_table() {
  ComPtr<IGlobalInterfaceTable> table;
  check(CoCreateInstance(CLSID_StdGlobalInterfaceTable, nullptr, CLSCTX_INPROC_SERVER, IID_IGlobalInterfaceTable,
                         table.put_void()));
  return table;
}

/** Keeps the callback registered in the table until it is revoked. */
void hold_callback(std::promise<DWORD> registered, std::future<void> revoked) {
  CoInitializeEx(nullptr, COINIT_MULTITHREADED);
  try {
    const auto table = interface_table();
    const auto callback = ComPtr<ISyncMgrSynchronizeCallback>::attach(new Callback());
    DWORD cookie = 0;
    check(table->RegisterInterfaceInGlobal(callback.get(), IID_ISyncMgrSynchronizeCallback, &cookie));
    registered.set_value(cookie);
    revoked.wait();
    table->RevokeInterfaceFromGlobal(cookie);
  } catch (...) {
    registered.set_exception(std::current_exception());
  }
  CoUninitialize();
}

}  // namespace

HRESULT WINAPI Callback::ShowPropertiesCompleted(HRESULT result) noexcept {
  return answered("ISyncMgrSynchronizeCallback.ShowPropertiesCompleted", Arguments().number(static_cast<DWORD>(result)),
                  kDone);
}

HRESULT WINAPI Callback::PrepareForSyncCompleted(HRESULT result) noexcept {
  return answered("ISyncMgrSynchronizeCallback.PrepareForSyncCompleted", Arguments().number(static_cast<DWORD>(result)),
                  kDone);
}

HRESULT WINAPI Callback::SynchronizeCompleted(HRESULT result) noexcept {
  return answered("ISyncMgrSynchronizeCallback.SynchronizeCompleted", Arguments().number(static_cast<DWORD>(result)),
                  kDone);
}

HRESULT WINAPI Callback::ShowErrorCompleted(HRESULT result, ULONG count, SYNCMGRITEMID* items) noexcept {
  return answered("ISyncMgrSynchronizeCallback.ShowErrorCompleted",
                  Arguments().number(static_cast<DWORD>(result)).ids(items, count), kDone);
}

HRESULT WINAPI Callback::EnableModeless(WINBOOL enable) noexcept {
  return answered("ISyncMgrSynchronizeCallback.EnableModeless", Arguments().number(enable), kDone);
}

HRESULT WINAPI Callback::Progress(REFSYNCMGRITEMID item, SYNCMGRPROGRESSITEM* progress) noexcept {
  return answered("ISyncMgrSynchronizeCallback.Progress", arguments_of(&item, progress), kDone);
}

HRESULT WINAPI Callback::LogError(DWORD level, LPCWSTR text, SYNCMGRLOGERRORINFO* information) noexcept {
  return answered("ISyncMgrSynchronizeCallback.LogError", arguments_of(level, text, information), kDone);
}

HRESULT WINAPI Callback::DeleteLogError(REFSYNCMGRERRORID error, DWORD) noexcept {
  return answered("ISyncMgrSynchronizeCallback.DeleteLogError", Arguments().id(&error), kDone);
}

HRESULT WINAPI Callback::EstablishConnection(LPCWSTR connection, DWORD) noexcept {
  return answered("ISyncMgrSynchronizeCallback.EstablishConnection", Arguments().text(connection), kDone);
}

DWORD register_callback() {
  auto registration = std::make_unique<Registration>();
  std::promise<DWORD> registered;
  std::future<DWORD> cookie = registered.get_future();
  registration->thread = std::thread(hold_callback, std::move(registered), registration->revoked.get_future());
  DWORD result;
  try {
    result = cookie.get();
  } catch (...) {
    registration->thread.join();
    throw;
  }
  const std::lock_guard<std::mutex> guard(registrations().mutex);
  registrations().by_cookie[result] = std::move(registration);
  return result;
}

void revoke_callback(DWORD cookie) {
  std::unique_ptr<Registration> registration;
  {
    const std::lock_guard<std::mutex> guard(registrations().mutex);
    const auto found = registrations().by_cookie.find(cookie);
    if (found == registrations().by_cookie.end()) return;
    registration = std::move(found->second);
    registrations().by_cookie.erase(found);
  }
  registration->revoked.set_value();
  registration->thread.join();
}

}  // namespace reference
