#include "syncmgr/manager.h"

#include "com/activation.h"
#include "com/codec.h"
#include "com/hresult.h"
#include "syncmgr/identifiers.h"

namespace winprogress::syncmgr {

using com::ThrowIfFailed;

namespace {

constexpr DWORD kAnyServer = CLSCTX_INPROC_SERVER | CLSCTX_LOCAL_SERVER;

// SYNCMGRREGISTERFLAGS_MASK
constexpr DWORD kRegisterFlags = 0x7;

com::ComPtr<ISyncMgrSynchronizeInvoke> ActivateInvoke() {
  return com::Activate<ISyncMgrSynchronizeInvoke>(kClassSyncMgr, kAnyServer, com::Impersonation::kIdentify);
}

com::ComPtr<ISyncMgrRegister> ActivateRegister() {
  return com::Activate<ISyncMgrRegister>(kClassSyncMgr, kAnyServer, com::Impersonation::kIdentify);
}

}  // namespace

void UpdateItems(DWORD flags, const GUID& class_id, const std::optional<com::Bytes>& cookie) {
  const DWORD size = cookie.has_value() ? static_cast<DWORD>(cookie->size()) : 0;
  const BYTE* bytes = cookie.has_value() ? cookie->data() : nullptr;
  ThrowIfFailed(ActivateInvoke()->UpdateItems(flags, class_id, size, bytes), "ISyncMgrSynchronizeInvoke.UpdateItems");
}

void UpdateAll() { ThrowIfFailed(ActivateInvoke()->UpdateAll(), "ISyncMgrSynchronizeInvoke.UpdateAll"); }

void RegisterHandler(const GUID& class_id, const std::optional<std::wstring>& description, DWORD flags) {
  ThrowIfFailed(ActivateRegister()->RegisterSyncMgrHandler(class_id, com::ToPointer(description), flags),
                "ISyncMgrRegister.RegisterSyncMgrHandler");
}

void UnregisterHandler(const GUID& class_id) {
  ThrowIfFailed(ActivateRegister()->UnregisterSyncMgrHandler(class_id, 0), "ISyncMgrRegister.UnregisterSyncMgrHandler");
}

std::optional<DWORD> GetHandlerRegistrationInfo(const GUID& class_id) {
  DWORD flags = kRegisterFlags;
  const HRESULT result = ThrowIfFailed(ActivateRegister()->GetHandlerRegistrationInfo(class_id, &flags),
                                       "ISyncMgrRegister.GetHandlerRegistrationInfo");
  if (result == S_FALSE) return std::nullopt;
  return flags;
}

}  // namespace winprogress::syncmgr
