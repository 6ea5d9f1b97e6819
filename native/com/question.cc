#include "com/question.h"

#include <objbase.h>

#include "com/lane.h"

namespace winprogress::com {

void QuestionBase::WaitForAnswer(LaneCore* lane) const noexcept {
  HANDLE event = answered_event_.Get();
  if (event == nullptr) return;
  if (lane != nullptr && lane->IsServedHere()) {
    lane->ServeUntil(event);
    return;
  }
  // Calls that stood in the queue of a single-threaded apartment when the asking one was taken out of it are new to
  // nobody: where the wait below looks for new ones alone, as in Wine, something new has to come first.
  PostThreadMessageW(GetCurrentThreadId(), WM_NULL, 0, 0);
  DWORD index = 0;
  // A thread that is in no apartment cannot wait in this way; it has no calls to serve either.
  if (FAILED(CoWaitForMultipleHandles(0, INFINITE, 1, &event, &index))) WaitForSingleObject(event, INFINITE);
}

}  // namespace winprogress::com
