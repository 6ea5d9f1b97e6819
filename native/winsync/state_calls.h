#pragma once

#include <napi.h>

#include <memory>
#include <optional>

#include "com/connection.h"
#include "com/lane_reference.h"
#include "winsync/id_format.h"
#include "winsync/interfaces.h"

namespace winprogress::winsync {

using StateReference = std::shared_ptr<com::LaneReference<ISyncSessionState>>;

// Where a call goes: nothing as the state refuses it, since the object has been closed.
struct StateTarget {
  com::Connection& connection;
  com::Lane& lane;
  StateReference state;
};

// A method of ISyncSessionState that fills a buffer.
using BufferMethod = HRESULT (STDMETHODCALLTYPE ISyncSessionState::*)(BYTE* buffer, DWORD* size);

Napi::Value CallOnProgress(StateTarget target, const Napi::CallbackInfo& info);
Napi::Value CallIsCanceled(StateTarget target, const Napi::CallbackInfo& info);
Napi::Value CallBufferMethod(StateTarget target, const Napi::CallbackInfo& info, const char* operation,
                             BufferMethod method);
Napi::Value CallLoadInfo(StateTarget target, const Napi::CallbackInfo& info);
Napi::Value CallSetRange(StateTarget target, const Napi::CallbackInfo& info, std::optional<IdFormat> format);
Napi::Value CallSetProviderWithError(StateTarget target, const Napi::CallbackInfo& info);
Napi::Value CallGetSessionErrorStatus(StateTarget target, const Napi::CallbackInfo& info);

}  // namespace winprogress::winsync
