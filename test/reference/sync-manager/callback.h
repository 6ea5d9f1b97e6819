// A manager's callback that only logs, for handlers under test.
#pragma once

#include "object.h"

namespace reference {

/** Not agile: it must be marshaled for calls from another apartment. */
class Callback final : public Object<Callback, ISyncMgrSynchronizeCallback> {
 public:
  HRESULT WINAPI ShowPropertiesCompleted(HRESULT result) noexcept override;
  HRESULT WINAPI PrepareForSyncCompleted(HRESULT result) noexcept override;
  HRESULT WINAPI SynchronizeCompleted(HRESULT result) noexcept override;
  HRESULT WINAPI ShowErrorCompleted(HRESULT result, ULONG count, SYNCMGRITEMID* items) noexcept override;
  HRESULT WINAPI EnableModeless(WINBOOL enable) noexcept override;
  HRESULT WINAPI Progress(REFSYNCMGRITEMID item, SYNCMGRPROGRESSITEM* progress) noexcept override;
  HRESULT WINAPI LogError(DWORD level, LPCWSTR text, SYNCMGRLOGERRORINFO* information) noexcept override;
  HRESULT WINAPI DeleteLogError(REFSYNCMGRERRORID error, DWORD reserved) noexcept override;
  HRESULT WINAPI EstablishConnection(LPCWSTR connection, DWORD reserved) noexcept override;

 private:
  friend Object;
  ~Callback() = default;
};

/** Puts a callback into the Global Interface Table, from a multithreaded apartment that lives until `revoke_callback`.
 */
DWORD register_callback();
void revoke_callback(DWORD cookie);

}  // namespace reference
