#include "com/question.h"

#include <objbase.h>

namespace winprogress::com {

void QuestionBase::WaitForAnswer() const noexcept {
  HANDLE event = answered_event_.Get();
  if (event == nullptr) return;
  DWORD index = 0;
  // A thread that is in no apartment cannot wait in this way; it has no calls to serve either.
  if (FAILED(CoWaitForMultipleHandles(0, INFINITE, 1, &event, &index))) WaitForSingleObject(event, INFINITE);
}

}  // namespace winprogress::com
