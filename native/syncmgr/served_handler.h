#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>

#include "com/lock.h"
#include "syncmgr/interfaces.h"
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

// Our ISyncMgrSynchronize, whose work JavaScript does. What it need not be asked is answered from here, and what takes
// time is answered with S_OK at once, and ends with a method of the client's callback. Any thread may call it.
// https://learn.microsoft.com/windows/win32/api/mobsync/nn-mobsync-isyncmgrsynchronize
class ServedHandler final : public ISynchronize {
 public:
  ServedHandler(std::shared_ptr<const ServedDefinition> definition, std::shared_ptr<ServedChannel> channel,
                std::uint32_t instance) noexcept
      : definition_(std::move(definition)), channel_(std::move(channel)), instance_(instance) {}
  ServedHandler(const ServedHandler&) = delete;
  ServedHandler& operator=(const ServedHandler&) = delete;

  HRESULT STDMETHODCALLTYPE QueryInterface(REFIID interface_id, void** object) noexcept override;
  ULONG STDMETHODCALLTYPE AddRef() noexcept override { return ++references_; }
  ULONG STDMETHODCALLTYPE Release() noexcept override;
  HRESULT STDMETHODCALLTYPE Initialize(DWORD reserved, DWORD flags, DWORD cookie_size,
                                       const BYTE* cookie) noexcept override;
  HRESULT STDMETHODCALLTYPE GetHandlerInfo(HandlerInfo** info) noexcept override;
  HRESULT STDMETHODCALLTYPE EnumSyncMgrItems(IEnumItems** items) noexcept override;
  HRESULT STDMETHODCALLTYPE GetItemObject(REFGUID item_id, REFIID interface_id, void** object) noexcept override;
  HRESULT STDMETHODCALLTYPE ShowProperties(HWND parent, REFGUID item_id) noexcept override;
  HRESULT STDMETHODCALLTYPE SetProgressCallback(ISynchronizeCallback* callback) noexcept override;
  HRESULT STDMETHODCALLTYPE PrepareForSync(ULONG count, GUID* item_ids, HWND parent, DWORD reserved) noexcept override;
  HRESULT STDMETHODCALLTYPE Synchronize(HWND parent) noexcept override;
  HRESULT STDMETHODCALLTYPE SetItemStatus(REFGUID item_id, DWORD status) noexcept override;
  HRESULT STDMETHODCALLTYPE ShowError(HWND parent, REFGUID error_id) noexcept override;

 private:
  virtual ~ServedHandler();

  // A call that goes on in JavaScript.
  HRESULT Start(HandlerCall call, bool needs_callback, std::vector<GUID> item_ids, const GUID& id) noexcept;

  const std::shared_ptr<const ServedDefinition> definition_;
  const std::shared_ptr<ServedChannel> channel_;
  const std::uint32_t instance_;
  std::atomic<bool> has_callback_{false};
  std::atomic<ULONG> references_{0};
};

}  // namespace winprogress::syncmgr
