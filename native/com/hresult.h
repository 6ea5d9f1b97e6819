#pragma once

#include <windows.h>

#include <winerror.h>

#include <exception>
#include <string>
#include <utility>

namespace winprogress::com {

// A COM call that failed: thrown in a lane, caught at the end of the call, and reported to JavaScript as an
// HResultError.
class HResultFailure : public std::exception {
 public:
  HResultFailure(HRESULT hresult, const char* operation, std::string context = {}) noexcept
      : hresult_(hresult), operation_(operation), context_(std::move(context)) {}
  HRESULT hresult() const noexcept { return hresult_; }
  // The interface and method, as in "IBackgroundCopyJob.Resume". Lives as long as the program.
  const char* operation() const noexcept { return operation_; }
  // Additional information in UTF-8; empty if the result is sufficient.
  const std::string& context() const noexcept { return context_; }
  const char* what() const noexcept override { return operation_; }

 private:
  HRESULT hresult_;
  const char* operation_;
  std::string context_;
};

// Returns the success code, since S_FALSE and similar codes have a meaning.
inline HRESULT ThrowIfFailed(HRESULT hresult, const char* operation) {
  if (FAILED(hresult)) throw HResultFailure(hresult, operation);
  return hresult;
}

// Whether a call has failed because the process of a proxy's object, or the object in it, no longer exists.
inline bool IsServerGone(HRESULT result) noexcept {
  switch (result) {
    case RPC_E_DISCONNECTED:
    case RPC_E_SERVER_DIED:
    case RPC_E_SERVER_DIED_DNE:
    case CO_E_OBJNOTCONNECTED:
      return true;
    default:
      return result == HRESULT_FROM_WIN32(RPC_S_SERVER_UNAVAILABLE) ||
             result == HRESULT_FROM_WIN32(RPC_S_CALL_FAILED) || result == HRESULT_FROM_WIN32(RPC_S_CALL_FAILED_DNE);
  }
}

}  // namespace winprogress::com
