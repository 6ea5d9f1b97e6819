#include "winsync/state_methods.h"

#include <algorithm>

#include "com/activation.h"

namespace winprogress::winsync {

using com::HResultFailure;
using com::ThrowIfFailed;

namespace {

// Upper bound for any state.
constexpr DWORD kLargestBuffer = 16 * 1024 * 1024;

// Upper bound for any id. A state that expects another id format than its caller reads zeros, and no memory
// beyond.
constexpr std::size_t kLongestId = kLengthPrefix + 0xFFFF;

Bytes PadId(const Bytes& id) {
  Bytes padded(kLongestId);
  std::copy(id.begin(), id.end(), padded.begin());
  return padded;
}

com::ComPtr<ISyncSessionState2> QuerySecond(ISyncSessionState& state) {
  return com::Query<ISyncSessionState2>(state, "ISyncSessionState.QueryInterface", "ISyncSessionState2");
}

}  // namespace

Napi::Value ToValue(Napi::Env env, const BufferAnswer& answer) {
  return com::ObjectWriter(env)
      .SetHResult("hresult", answer.result)
      .Set("count", answer.count)
      .Set("bytes", answer.bytes)
      .object();
}

BufferAnswer ReadBuffer(ISyncSessionState& state, const char* operation, BufferMethod method,
                        std::optional<DWORD> capacity) {
  const DWORD size = std::min(capacity.value_or(0), kLargestBuffer);
  Bytes buffer(size);
  // An empty vector may have a null data pointer, but a buffer of 0 bytes must not be a null pointer.
  BYTE nothing = 0;
  BYTE* memory = !capacity.has_value() ? nullptr : buffer.empty() ? &nothing : buffer.data();
  DWORD count = size;
  const HRESULT result = (state.*method)(memory, &count);
  if (result == kMoreData) return {result, count, std::nullopt};
  ThrowIfFailed(result, operation);
  if (count > buffer.size()) throw HResultFailure(E_UNEXPECTED, operation);
  buffer.resize(count);
  return {S_OK, count, std::move(buffer)};
}

void LoadInfo(ISyncSessionState& state, const std::optional<Bytes>& info) {
  constexpr BYTE kNothing = 0;
  const BYTE* memory = !info.has_value() ? nullptr : info->empty() ? &kNothing : info->data();
  const DWORD size = info.has_value() ? static_cast<DWORD>(info->size()) : 0;
  ThrowIfFailed(state.LoadInfoFromChangeApplication(memory, size), "ISyncSessionState.LoadInfoFromChangeApplication");
}

// SYNC_RANGE has no lengths, so a wrong one must be refused here.
void SetRange(ISyncSessionState& state, const std::optional<IdFormat>& format, const Bytes& lower_bound,
              const Bytes& upper_bound) {
  constexpr const char* kOperation = "ISyncSessionState.SetForgottenKnowledgeRecoveryRange";
  for (const Bytes* bound : {&lower_bound, &upper_bound}) {
    const bool is_id = format.has_value() ? IsId(*format, bound->data(), bound->size())
                                          : !bound->empty() && bound->size() <= kLongestId;
    if (!is_id) throw HResultFailure(kIdFormatMismatch, kOperation);
  }
  Bytes lower = PadId(lower_bound);
  Bytes upper = PadId(upper_bound);
  const SyncRange range = {lower.data(), upper.data()};
  ThrowIfFailed(state.SetForgottenKnowledgeRecoveryRange(&range), kOperation);
}

void SetProviderWithError(ISyncSessionState& state, bool self) {
  ThrowIfFailed(QuerySecond(state)->SetProviderWithError(self ? TRUE : FALSE),
                "ISyncSessionState2.SetProviderWithError");
}

HRESULT GetSessionErrorStatus(ISyncSessionState& state) {
  HRESULT status = S_OK;
  ThrowIfFailed(QuerySecond(state)->GetSessionErrorStatus(&status), "ISyncSessionState2.GetSessionErrorStatus");
  return status;
}

}  // namespace winprogress::winsync
