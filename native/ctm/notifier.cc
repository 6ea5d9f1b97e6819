#include "ctm/notifier.h"

#include <optional>
#include <string>
#include <utility>

#include "com/hresult.h"
#include "com/text.h"

namespace winprogress::ctm {

using com::HResultFailure;
using com::ToWide;

namespace {

std::optional<std::wstring> ToWideOrNull(const Napi::Value& value) {
  if (value.IsNull()) return std::nullopt;
  return ToWide(value);
}

// How long a close waits for a call in the library that does not return. The library is let go when it does.
constexpr DWORD kPatienceMilliseconds = 500;

ULONG ToNumber(const Napi::Value& value) { return value.As<Napi::Number>().Uint32Value(); }

}  // namespace

std::vector<Napi::ClassPropertyDescriptor<Notifier>> Notifier::Methods() {
  return {
      InstanceMethod<&Notifier::SendProgress>("sendProgress"),
      InstanceMethod<&Notifier::SendSuccess>("sendSuccess"),
      InstanceMethod<&Notifier::SendError>("sendError"),
      InstanceMethod<&Notifier::Close>("close"),
  };
}

template <typename Function, typename Send>
Napi::Value Notifier::Start(Napi::Env env, const char* operation, Function Functions::*function, Send send) {
  return origin().connection->Call(env, *origin().lane, operation,
                                   [library = origin().library, operation, function, send = std::move(send)] {
                                     const Function bound = library->functions().*function;
                                     if (bound == nullptr)
                                       throw HResultFailure(HRESULT_FROM_WIN32(ERROR_INVALID_HANDLE), operation);
                                     // As documented, S_OK alone is success.
                                     const HRESULT result = send(bound);
                                     if (result != S_OK) throw HResultFailure(result, operation);
                                   });
}

Napi::Value Notifier::SendProgress(const Napi::CallbackInfo& info) {
  return Start(info.Env(), kSendNotifyProgress, &Functions::progress,
               [progress_type = ToWideOrNull(info[0]), endpoint = ToWide(info[1]), id = ToWide(info[2]),
                client_data = ToWide(info[3]), bytes_total = ToWide(info[4]), bytes_transferred = ToWide(info[5]),
                files_total = ToNumber(info[6]), files_transferred = ToNumber(info[7])](SendNotifyProgress send) {
                 return send(progress_type.has_value() ? progress_type->c_str() : nullptr, endpoint.c_str(), id.c_str(),
                             client_data.c_str(), bytes_total.c_str(), bytes_transferred.c_str(), files_total,
                             files_transferred);
               });
}

Napi::Value Notifier::SendSuccess(const Napi::CallbackInfo& info) {
  return Start(info.Env(), kSendNotifySuccess, &Functions::success,
               [endpoint = ToWide(info[0]), id = ToWide(info[1]), client_data = ToWide(info[2]),
                bytes_total = ToWide(info[3]), bytes_transferred = ToWide(info[4]), files_total = ToNumber(info[5]),
                files_transferred = ToNumber(info[6])](SendNotifySuccess send) {
                 return send(endpoint.c_str(), id.c_str(), client_data.c_str(), bytes_total.c_str(),
                             bytes_transferred.c_str(), files_total, files_transferred);
               });
}

Napi::Value Notifier::SendError(const Napi::CallbackInfo& info) {
  return Start(info.Env(), kSendNotifyError, &Functions::error,
               [endpoint = ToWide(info[0]), id = ToWide(info[1]), client_data = ToWide(info[2]),
                error_code = static_cast<HRESULT>(ToNumber(info[3])), message = ToWide(info[4])](SendNotifyError send) {
                 return send(endpoint.c_str(), id.c_str(), client_data.c_str(), error_code, message.c_str());
               });
}

Napi::Value Notifier::Close(const Napi::CallbackInfo& info) {
  return origin().connection->Call(info.Env(), *origin().closing_lane, "FreeLibrary",
                                   [end = origin().library->Close()] { end->WaitFor(kPatienceMilliseconds); });
}

}  // namespace winprogress::ctm
