#pragma once

#include <windows.h>

#include <napi.h>
#include <winerror.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

#include "com/codec.h"
#include "com/hresult.h"
#include "com/task.h"

namespace winprogress::com {

class Connection;
class Mailbox;

// A call from JavaScript through a lane and back. It is created and settled on the JavaScript thread; in
// between, it is owned by the lane and then by the mailbox. One that can no longer be settled is destroyed in any
// thread, so it owns no reference of Node-API.
class PendingCall : public Task {
 public:
  explicit PendingCall(std::shared_ptr<Mailbox> mailbox) noexcept : mailbox_(std::move(mailbox)) {}

  void Execute(std::unique_ptr<Task> self) noexcept final;

  // JavaScript thread only.
  napi_value MakePromise(napi_env env);
  bool settled() const noexcept { return deferred_ == nullptr; }
  void Settle(Connection& connection, Napi::Env env);
  void Reject(Napi::Env env, const HResultFailure& failure);
  // Resolves without the result, which arrives too late or never.
  void Abandon(Napi::Env env) noexcept;

  virtual const char* operation() const noexcept = 0;

 protected:
  // In the lane. Throws HResultFailure, or an exception of the standard library.
  virtual void Work() = 0;
  // On the JavaScript thread, after Work has succeeded.
  virtual Napi::Value Result(Connection& connection, Napi::Env env) = 0;

 private:
  friend class CallsInFlight;
  const std::shared_ptr<Mailbox> mailbox_;
  std::optional<HResultFailure> failure_;
  napi_deferred deferred_ = nullptr;
  // The number of the call in the connection, from 1.
  std::uint64_t number_ = 0;
  PendingCall* earlier_ = nullptr;
  PendingCall* later_ = nullptr;
};

// The calls that have not been settled yet. JavaScript thread only.
class CallsInFlight {
 public:
  CallsInFlight() noexcept = default;
  CallsInFlight(const CallsInFlight&) = delete;
  CallsInFlight& operator=(const CallsInFlight&) = delete;

  bool empty() const noexcept { return latest_ == nullptr; }
  void Add(PendingCall& call) noexcept;
  void Remove(PendingCall& call) noexcept;
  PendingCall* latest() const noexcept { return latest_; }
  std::uint64_t last_number() const noexcept { return last_number_; }
  // Null for a call that is no longer pending.
  PendingCall* Find(std::uint64_t number) const noexcept;

 private:
  PendingCall* latest_ = nullptr;
  std::uint64_t last_number_ = 0;
};

// `work` runs in the lane and returns a value; `convert` converts it for JavaScript: convert(connection, env, value).
template <typename WorkFunction, typename ConvertFunction>
class FunctionCall final : public PendingCall {
 public:
  FunctionCall(std::shared_ptr<Mailbox> mailbox, const char* operation, WorkFunction work, ConvertFunction convert)
      : PendingCall(std::move(mailbox)), operation_(operation), work_(std::move(work)), convert_(std::move(convert)) {}

  const char* operation() const noexcept override { return operation_; }

 protected:
  void Work() override { value_.emplace(work_()); }
  Napi::Value Result(Connection& connection, Napi::Env env) override {
    return ToValue(env, convert_(connection, env, std::move(*value_)));
  }

 private:
  const char* operation_;
  WorkFunction work_;
  ConvertFunction convert_;
  std::optional<std::invoke_result_t<WorkFunction&>> value_;
};

}  // namespace winprogress::com
