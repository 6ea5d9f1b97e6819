#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "com/object.h"
#include "syncmgr/identifiers.h"
#include "syncmgr/served_channel.h"

namespace winprogress::syncmgr {

// HandlerDefinitionRecord of lib/syncmgr/verbs.ts.
struct ServedDefinition {
  GUID class_id;
  std::wstring name;
  DWORD flags;
  bool handles_show_properties;
  bool handles_show_error;
};

// The addon's ISyncMgrSynchronize, implemented in JavaScript. Calls that need no JavaScript return from here, and those
// that take time return S_OK at once and end with a method of the client's callback. Any thread may call it.
// https://learn.microsoft.com/windows/win32/api/mobsync/nn-mobsync-isyncmgrsynchronize
class ServedHandler final : public com::Object<ISyncMgrSynchronize> {
 public:
  // Keeps the process of a local server in use. `instance` has been added to the channel.
  ServedHandler(std::shared_ptr<const ServedDefinition> definition, std::shared_ptr<ServedChannel> channel,
                std::uint32_t instance) noexcept;

  HRESULT STDMETHODCALLTYPE Initialize(DWORD reserved, DWORD flags, DWORD cookie_size,
                                       const BYTE* cookie) noexcept override;
  HRESULT STDMETHODCALLTYPE GetHandlerInfo(SyncMgrHandlerInfo** info) noexcept override;
  HRESULT STDMETHODCALLTYPE EnumSyncMgrItems(ISyncMgrEnumItems** items) noexcept override;
  HRESULT STDMETHODCALLTYPE GetItemObject(REFGUID item_id, REFIID interface_id, void** object) noexcept override;
  HRESULT STDMETHODCALLTYPE ShowProperties(HWND parent, REFGUID item_id) noexcept override;
  HRESULT STDMETHODCALLTYPE SetProgressCallback(ISyncMgrSynchronizeCallback* callback) noexcept override;
  HRESULT STDMETHODCALLTYPE PrepareForSync(ULONG count, GUID* item_ids, HWND parent, DWORD reserved) noexcept override;
  HRESULT STDMETHODCALLTYPE Synchronize(HWND parent) noexcept override;
  HRESULT STDMETHODCALLTYPE SetItemStatus(REFGUID item_id, DWORD status) noexcept override;
  HRESULT STDMETHODCALLTYPE ShowError(HWND parent, REFGUID error_id) noexcept override;

 private:
  ~ServedHandler() override;

  // A call that continues in JavaScript.
  HRESULT Start(HandlerCall call, bool needs_callback, std::vector<GUID> item_ids, const GUID& id) noexcept;

  const std::shared_ptr<const ServedDefinition> definition_;
  const std::shared_ptr<ServedChannel> channel_;
  const std::uint32_t instance_;
  std::atomic<bool> has_callback_{false};
};

// Keeps the process of a local server in use, and reports to the channel when it is the last to do so.
void AddServerReference() noexcept;
void ReleaseServerReference(ServedChannel& channel) noexcept;

}  // namespace winprogress::syncmgr
