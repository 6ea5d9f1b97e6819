#pragma once

#include <napi.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "com/com_ptr.h"
#include "com/connection.h"
#include "com/native_object.h"
#include "syncmgr/handler_channel.h"
#include "syncmgr/interfaces.h"
#include "syncmgr/item_reader.h"

namespace winprogress::syncmgr {

// A handler that we drive. Its methods run in the single-threaded apartment of the family only.
class OpenHandler {
 public:
  // Activates the class, and calls Initialize, EnumSyncMgrItems and SetProgressCallback. Throws HResultFailure.
  static std::shared_ptr<OpenHandler> Open(const std::shared_ptr<com::LaneCore>& lane, const GUID& class_id,
                                           DWORD flags, const std::optional<std::vector<BYTE>>& cookie,
                                           const std::shared_ptr<HandlerChannel>& channel);

  OpenHandler(std::shared_ptr<com::LaneCore> lane, com::ComPtr<ISynchronize> handler,
              com::ComPtr<ISynchronizeCallback> callback, std::shared_ptr<HandlerChannel> channel) noexcept
      : lane_(std::move(lane)),
        handler_(std::move(handler)),
        callback_(std::move(callback)),
        channel_(std::move(channel)) {}
  OpenHandler(const OpenHandler&) = delete;
  OpenHandler& operator=(const OpenHandler&) = delete;

  HandlerInfoRecord GetInfo(bool with_icon) {
    return ReadHandlerInfo(*Get("ISyncMgrSynchronize.GetHandlerInfo"), with_icon);
  }
  ItemsRecord EnumerateItems(bool with_icons);
  HRESULT PrepareForSync(std::vector<GUID> item_ids);
  HRESULT Synchronize();
  HRESULT ShowProperties(const GUID& item_id);
  HRESULT ShowError(const GUID& error_id);
  void SetItemStatus(const GUID& item_id, DWORD status);
  // SetProgressCallback(NULL), and lets everything go. Nothing is left to do the next time.
  void Close() noexcept;

  // The borrowed pointer that the handler has. Any thread, until it is closed.
  ISynchronizeCallback* callback() const noexcept { return callback_.Get(); }

 private:
  // A reference of the caller's own: while a handler asks, another task may close it.
  com::ComPtr<ISynchronize> Get(const char* operation) const;
  // Runs start(handler), which a Completed method ends, before it has returned perhaps.
  template <typename Start>
  HRESULT StartCall(HandlerCall call, const char* operation, Start start);

  const std::shared_ptr<com::LaneCore> lane_;
  com::ComPtr<ISynchronize> handler_;
  com::ComPtr<ISynchronizeCallback> callback_;
  const std::shared_ptr<HandlerChannel> channel_;
};

struct HandlerOrigin {
  std::shared_ptr<com::Connection> connection;
  com::Lane* lane;
  std::shared_ptr<HandlerChannel> channel;
  std::shared_ptr<OpenHandler> handler;
};

// HandlerVerbs of lib/syncmgr/verbs.ts.
class Handler final : public com::NativeObject<Handler, HandlerOrigin> {
 public:
  static constexpr char kName[] = "SyncHandler";
  static std::vector<Napi::ClassPropertyDescriptor<Handler>> Methods();

  // openHandler(clsid, settings, listener): gives a promise of the Handler.
  static Napi::Value Open(const Napi::CallbackInfo& info, const std::shared_ptr<com::Connection>& connection,
                          com::Lane& lane);

  explicit Handler(const Napi::CallbackInfo& info) : NativeObject(info) {}
  // Closes a handler that nobody has closed, in its lane.
  ~Handler() override;

 private:
  Napi::Value GetCallbackPointer(const Napi::CallbackInfo& info);
  Napi::Value KeepAlive(const Napi::CallbackInfo& info);
  Napi::Value GetHandlerInfo(const Napi::CallbackInfo& info);
  Napi::Value EnumerateItems(const Napi::CallbackInfo& info);
  Napi::Value PrepareForSync(const Napi::CallbackInfo& info);
  Napi::Value Synchronize(const Napi::CallbackInfo& info);
  Napi::Value ShowProperties(const Napi::CallbackInfo& info);
  Napi::Value ShowError(const Napi::CallbackInfo& info);
  Napi::Value SetItemStatus(const Napi::CallbackInfo& info);
  Napi::Value CancelItem(const Napi::CallbackInfo& info);
  Napi::Value CancelAll(const Napi::CallbackInfo& info);
  Napi::Value Close(const Napi::CallbackInfo& info);

  // A call whose success code matters: call(handler) gives it.
  template <typename Call>
  Napi::Value StartCall(Napi::Env env, const char* operation, Call call);
};

}  // namespace winprogress::syncmgr
