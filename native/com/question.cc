#include "com/question.h"

#include <objbase.h>

#include "com/lane.h"

namespace winprogress::com {

void QuestionBase::WaitForAnswer(Lane* lane) const noexcept {
  HANDLE event = answered_event_.Get();
  if (event == nullptr) return;
  const Deadline deadline = Deadline::In(patience_);
  if (lane != nullptr && lane->IsServedHere()) {
    lane->ServeUntil(event, deadline);
    return;
  }
  // The wait below reacts only to new calls, at least in Wine. A posted message makes it also process calls that
  // were in the queue of the single-threaded apartment before.
  PostThreadMessageW(GetCurrentThreadId(), WM_NULL, 0, 0);
  DWORD index = 0;
  const HRESULT result = CoWaitForMultipleHandles(0, deadline.Left(), 1, &event, &index);
  // A thread without an apartment cannot wait in this way; it has no calls to dispatch either.
  if (FAILED(result) && result != RPC_S_CALLPENDING) WaitForSingleObject(event, deadline.Left());
}

}  // namespace winprogress::com
