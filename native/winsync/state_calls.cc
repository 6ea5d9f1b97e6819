#include "winsync/state_calls.h"

#include <algorithm>
#include <utility>

#include "com/foreign_pointer.h"
#include "winsync/identifiers.h"
#include "winsync/records.h"

namespace winprogress::winsync {

using com::HResultFailure;
using com::ThrowIfFailed;

namespace {

// The most that a state is believed to need.
constexpr DWORD kLargestBuffer = 16 * 1024 * 1024;

// No id is longer. A state that believes in another format of ids than its caller reads zeros, and nobody else's
// memory.
constexpr std::size_t kLongestId = kLengthPrefix + 0xFFFF;

struct BufferAnswer {
  HRESULT result;
  DWORD count;
  std::optional<Bytes> bytes;
};

DWORD ToDword(const Napi::Value& value) { return value.As<Napi::Number>().Uint32Value(); }

ISyncSessionState& Open(const StateReference& state, const char* operation) {
  if (state == nullptr) throw HResultFailure(RPC_E_DISCONNECTED, operation);
  return **state;
}

BufferAnswer ReadBuffer(ISyncSessionState& state, const char* operation, BufferMethod method,
                        std::optional<DWORD> capacity) {
  Bytes buffer(capacity.value_or(0));
  // An empty vector has no memory to point to, and a buffer of no bytes is no null pointer.
  BYTE nothing = 0;
  BYTE* memory = !capacity.has_value() ? nullptr : buffer.empty() ? &nothing : buffer.data();
  DWORD count = capacity.value_or(0);
  const HRESULT result = (state.*method)(memory, &count);
  if (result == kMoreData) return {result, count, std::nullopt};
  ThrowIfFailed(result, operation);
  if (count > buffer.size()) throw HResultFailure(E_UNEXPECTED, operation);
  buffer.resize(count);
  return {S_OK, count, std::move(buffer)};
}

Bytes PadId(const Bytes& id) {
  Bytes padded(kLongestId);
  std::copy(id.begin(), id.end(), padded.begin());
  return padded;
}

com::ComPtr<ISyncSessionState2> QuerySecond(ISyncSessionState& state) {
  return com::QuerySecond<ISyncSessionState2>(state, kInterfaceSyncSessionState2, "ISyncSessionState.QueryInterface",
                                              "ISyncSessionState2");
}

}  // namespace

Napi::Value CallOnProgress(StateTarget target, const Napi::CallbackInfo& info) {
  constexpr const char* kOperation = "ISyncSessionState.OnProgress";
  return target.connection.Call(
      info.Env(), target.lane, kOperation,
      [state = std::move(target.state), provider = info[0].As<Napi::Number>().Int32Value(),
       stage = info[1].As<Napi::Number>().Int32Value(), completed_work = ToDword(info[2]),
       total_work = ToDword(info[3])] {
        ThrowIfFailed(Open(state, kOperation).OnProgress(provider, stage, completed_work, total_work), kOperation);
      });
}

Napi::Value CallIsCanceled(StateTarget target, const Napi::CallbackInfo& info) {
  constexpr const char* kOperation = "ISyncSessionState.IsCanceled";
  return target.connection.Call(
      info.Env(), target.lane, kOperation,
      [state = std::move(target.state)] {
        BOOL is_canceled = FALSE;
        ThrowIfFailed(Open(state, kOperation).IsCanceled(&is_canceled), kOperation);
        return is_canceled != FALSE;
      },
      [](com::Connection&, Napi::Env env, bool is_canceled) -> napi_value {
        return Napi::Boolean::New(env, is_canceled);
      });
}

Napi::Value CallBufferMethod(StateTarget target, const Napi::CallbackInfo& info, const char* operation,
                             BufferMethod method) {
  std::optional<DWORD> capacity;
  if (!info[0].IsNull()) capacity = std::min(ToDword(info[0]), kLargestBuffer);
  return target.connection.Call(
      info.Env(), target.lane, operation,
      [state = std::move(target.state), operation, method, capacity] {
        return ReadBuffer(Open(state, operation), operation, method, capacity);
      },
      [](com::Connection&, Napi::Env env, const BufferAnswer& answer) -> napi_value {
        Napi::Object object = Napi::Object::New(env);
        object.Set("hresult", Napi::Number::New(env, static_cast<DWORD>(answer.result)));
        object.Set("count", Napi::Number::New(env, answer.count));
        object.Set("bytes", ToValue(env, answer.bytes));
        return object;
      });
}

Napi::Value CallLoadInfo(StateTarget target, const Napi::CallbackInfo& info) {
  constexpr const char* kOperation = "ISyncSessionState.LoadInfoFromChangeApplication";
  std::optional<Bytes> bytes;
  if (!info[0].IsNull()) bytes = ToBytes(info[0]);
  return target.connection.Call(
      info.Env(), target.lane, kOperation, [state = std::move(target.state), bytes = std::move(bytes)] {
        constexpr BYTE kNothing = 0;
        const BYTE* memory = !bytes.has_value() ? nullptr : bytes->empty() ? &kNothing : bytes->data();
        const DWORD size = bytes.has_value() ? static_cast<DWORD>(bytes->size()) : 0;
        ThrowIfFailed(Open(state, kOperation).LoadInfoFromChangeApplication(memory, size), kOperation);
      });
}

Napi::Value CallSetRange(StateTarget target, const Napi::CallbackInfo& info, std::optional<IdFormat> format) {
  constexpr const char* kOperation = "ISyncSessionState.SetForgottenKnowledgeRecoveryRange";
  return target.connection.Call(
      info.Env(), target.lane, kOperation,
      [state = std::move(target.state), format, lower_bound = ToBytes(info[0]), upper_bound = ToBytes(info[1])] {
        ISyncSessionState& open = Open(state, kOperation);
        // SYNC_RANGE has no lengths to tell, so that a wrong one must be told here.
        for (const Bytes* bound : {&lower_bound, &upper_bound}) {
          const bool is_id = format.has_value() ? IsId(*format, bound->data(), bound->size())
                                                : !bound->empty() && bound->size() <= kLongestId;
          if (!is_id) throw HResultFailure(kIdFormatMismatch, kOperation);
        }
        Bytes lower = PadId(lower_bound);
        Bytes upper = PadId(upper_bound);
        const SyncRange range = {lower.data(), upper.data()};
        ThrowIfFailed(open.SetForgottenKnowledgeRecoveryRange(&range), kOperation);
      });
}

Napi::Value CallSetProviderWithError(StateTarget target, const Napi::CallbackInfo& info) {
  constexpr const char* kOperation = "ISyncSessionState2.SetProviderWithError";
  return target.connection.Call(
      info.Env(), target.lane, kOperation,
      [state = std::move(target.state), self = info[0].As<Napi::Boolean>().Value() ? TRUE : FALSE] {
        ThrowIfFailed(QuerySecond(Open(state, kOperation))->SetProviderWithError(self), kOperation);
      });
}

Napi::Value CallGetSessionErrorStatus(StateTarget target, const Napi::CallbackInfo& info) {
  constexpr const char* kOperation = "ISyncSessionState2.GetSessionErrorStatus";
  return target.connection.Call(
      info.Env(), target.lane, kOperation,
      [state = std::move(target.state)] {
        HRESULT status = S_OK;
        ThrowIfFailed(QuerySecond(Open(state, kOperation))->GetSessionErrorStatus(&status), kOperation);
        return status;
      },
      [](com::Connection&, Napi::Env env, HRESULT status) -> napi_value {
        return Napi::Number::New(env, static_cast<DWORD>(status));
      });
}

}  // namespace winprogress::winsync
