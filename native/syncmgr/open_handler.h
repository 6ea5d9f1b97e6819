#pragma once

#include <windows.h>

#include <memory>
#include <optional>
#include <vector>

#include "com/codec.h"
#include "com/com_ptr.h"
#include "com/timer.h"
#include "syncmgr/callback_sink.h"
#include "syncmgr/handler_channel.h"
#include "syncmgr/item_reader.h"

namespace winprogress::syncmgr {

// Options for opening a handler.
struct OpenSettings {
  GUID class_id = {};
  DWORD flags = 0;
  std::optional<com::Bytes> cookie;
};

// A handler that the addon drives, in its own lane: a single-threaded apartment for one in this process, the
// multi-threaded one for one of a local server.
class OpenHandler : public std::enable_shared_from_this<OpenHandler> {
 public:
  // In the lane. Activates the class, and calls Initialize, EnumSyncMgrItems and SetProgressCallback. Throws
  // HResultFailure.
  OpenHandler(const std::shared_ptr<com::Lane>& lane, const OpenSettings& settings, DWORD class_context,
              std::shared_ptr<HandlerChannel> channel);
  OpenHandler(const OpenHandler&) = delete;
  OpenHandler& operator=(const OpenHandler&) = delete;
  ~OpenHandler() { Close(); }

  HandlerInfoRecord GetInfo(bool with_icon) {
    return ReadHandlerInfo(*Get("ISyncMgrSynchronize.GetHandlerInfo"), with_icon);
  }
  ItemsRecord EnumerateItems(bool with_icons);
  HRESULT PrepareForSync(std::vector<GUID> item_ids);
  HRESULT Synchronize();
  HRESULT ShowProperties(const GUID& item_id);
  HRESULT ShowError(const GUID& error_id);
  void SetItemStatus(const GUID& item_id, DWORD status);
  // SetProgressCallback(NULL), and releases everything. Doing so again does nothing.
  void Close() noexcept;

  // The callback pointer of the handler, for other code of the process.
  const void* callback_address() const noexcept { return static_cast<ISyncMgrSynchronizeCallback*>(callback_.Get()); }

 private:
  class WatchTask;

  // A separate reference for the caller: while a handler asks, another task may close it.
  com::ComPtr<ISyncMgrSynchronize> Get(const char* operation) const;
  // Calls start(handler), which a Completed method completes, possibly before it has returned.
  template <typename Start>
  HRESULT StartCall(HandlerCall call, const char* operation, Start start);
  // Reports the end of the server if a call waits for its completion.
  void LookAfterServer() noexcept;

  const std::weak_ptr<com::Lane> lane_;
  const bool is_remote_;
  const std::shared_ptr<HandlerChannel> channel_;
  com::ComPtr<ISyncMgrSynchronize> handler_;
  com::ComPtr<CallbackSink> callback_;
  com::Timer watch_;
};

}  // namespace winprogress::syncmgr
