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
  // The wait below looks for new calls alone, in Wine at least. A message of our own makes it look at those, too, that
  // have been in the queue of a single-threaded apartment since before the call that asks.
  PostThreadMessageW(GetCurrentThreadId(), WM_NULL, 0, 0);
  DWORD index = 0;
  const HRESULT result = CoWaitForMultipleHandles(0, deadline.Left(), 1, &event, &index);
  // A thread that is in no apartment cannot wait in this way; it has no calls to serve either.
  if (FAILED(result) && result != RPC_S_CALLPENDING) WaitForSingleObject(event, deadline.Left());
}

}  // namespace winprogress::com
