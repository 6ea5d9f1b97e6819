// The providers, which report from their own threads.
#pragma once

#include <thread>
#include <vector>

#include "object.h"

namespace reference {

enum class ProviderKind {
  kReporting,
  /** `BeginSession` fails with the scripted result. */
  kFailing,
  /** `BeginSession` waits at the gate. */
  kHanging,
  /** Keeps its references to the session state after `EndSession`, until `ReleaseKeptStates`. */
  kOutliving,
};

class Provider final : public Object<Provider, IKnowledgeSyncProvider, ISyncProvider> {
 public:
  explicit Provider(ProviderKind kind) noexcept : kind_(kind) {}

  HRESULT WINAPI GetIdParameters(ID_PARAMETERS* parameters) noexcept override;
  HRESULT WINAPI BeginSession(SYNC_PROVIDER_ROLE role, ISyncSessionState* state) noexcept override;
  HRESULT WINAPI GetSyncBatchParameters(IUnknown** knowledge, DWORD* batch_size) noexcept override;
  HRESULT WINAPI GetChangeBatch(DWORD batch_size, IUnknown* knowledge, IUnknown** batch,
                                IUnknown** data_retriever) noexcept override;
  HRESULT WINAPI GetFullEnumerationChangeBatch(DWORD batch_size, const BYTE* lower_bound, IUnknown* knowledge,
                                               IUnknown** batch, IUnknown** data_retriever) noexcept override;
  HRESULT WINAPI ProcessChangeBatch(int policy, IUnknown* batch, IUnknown* data_retriever, ISyncCallback* callback,
                                    void* statistics) noexcept override;
  HRESULT WINAPI ProcessFullEnumerationChangeBatch(int policy, IUnknown* batch, IUnknown* data_retriever,
                                                   ISyncCallback* callback, void* statistics) noexcept override;
  HRESULT WINAPI EndSession(ISyncSessionState* state) noexcept override;

 private:
  friend Object;
  ~Provider() { join(); }

  HRESULT begin(SYNC_PROVIDER_ROLE role, ISyncSessionState* state);
  HRESULT end(ISyncSessionState* state);
  void join() noexcept;

  const ProviderKind kind_;
  std::mutex mutex_;
  ComPtr<IUnknown> identity_;
  ComPtr<ISyncSessionState> state_;
  ComPtr<ISyncSessionState2> second_state_;
  std::vector<std::thread> workers_;
};

/** Counts and releases the states that outliving providers keep. */
std::size_t count_kept_states();
void release_kept_states();
/** Reports to the latest kept state and calls its IsCanceled; both calls are logged. */
HRESULT report_to_kept_state(const Report& report);

}  // namespace reference
