#include "ctm/notifier.h"

#include <optional>
#include <string>
#include <utility>

#include "com/codec.h"
#include "com/hresult.h"

namespace winprogress::ctm {

using com::From;
using com::HResultFailure;

com::NativeProperties Notifier::Methods() {
  return {
      InstanceMethod("sendProgress", &Notifier::SendProgress),
      InstanceMethod("sendSuccess", &Notifier::SendSuccess),
      InstanceMethod("sendError", &Notifier::SendError),
      InstanceMethod("close", &Notifier::Close),
  };
}

template <typename Function, typename Send>
Napi::Value Notifier::Notify(Napi::Env env, const char* operation, Function Functions::*function, Send send) {
  return Call(env, operation, [operation, function, send = std::move(send)](Library& library) {
    // As documented, only S_OK is success.
    const HRESULT result = send(library.functions().*function);
    if (result != S_OK) throw HResultFailure(result, operation);
  });
}

Napi::Value Notifier::SendProgress(const Napi::CallbackInfo& info) {
  return Notify(
      info.Env(), kSendNotifyProgress, &Functions::progress,
      [progress_type = From<std::optional<std::wstring>>(info[0]), endpoint = From<std::wstring>(info[1]),
       id = From<std::wstring>(info[2]), client_data = From<std::wstring>(info[3]),
       bytes_total = From<std::wstring>(info[4]), bytes_transferred = From<std::wstring>(info[5]),
       files_total = From<ULONG>(info[6]), files_transferred = From<ULONG>(info[7])](SendNotifyProgress send) {
        return send(com::ToPointer(progress_type), endpoint.c_str(), id.c_str(), client_data.c_str(),
                    bytes_total.c_str(), bytes_transferred.c_str(), files_total, files_transferred);
      });
}

Napi::Value Notifier::SendSuccess(const Napi::CallbackInfo& info) {
  return Notify(info.Env(), kSendNotifySuccess, &Functions::success,
                [endpoint = From<std::wstring>(info[0]), id = From<std::wstring>(info[1]),
                 client_data = From<std::wstring>(info[2]), bytes_total = From<std::wstring>(info[3]),
                 bytes_transferred = From<std::wstring>(info[4]), files_total = From<ULONG>(info[5]),
                 files_transferred = From<ULONG>(info[6])](SendNotifySuccess send) {
                  return send(endpoint.c_str(), id.c_str(), client_data.c_str(), bytes_total.c_str(),
                              bytes_transferred.c_str(), files_total, files_transferred);
                });
}

Napi::Value Notifier::SendError(const Napi::CallbackInfo& info) {
  return Notify(info.Env(), kSendNotifyError, &Functions::error,
                [endpoint = From<std::wstring>(info[0]), id = From<std::wstring>(info[1]),
                 client_data = From<std::wstring>(info[2]), error_code = From<HRESULT>(info[3]),
                 message = From<std::wstring>(info[4])](SendNotifyError send) {
                  return send(endpoint.c_str(), id.c_str(), client_data.c_str(), error_code, message.c_str());
                });
}

Napi::Value Notifier::Close(const Napi::CallbackInfo& info) { return com::Connection::EndLane(info.Env(), lane()); }

}  // namespace winprogress::ctm
