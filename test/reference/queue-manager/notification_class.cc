#include "notification_class.h"

#include "../detached_thread.h"
#include "group_object.h"
#include "job_object.h"

namespace reference {
namespace {

HRESULT call(const GroupNotice& notice, const std::shared_ptr<Group>& group,
             const std::shared_ptr<Lifetime>& lifetime) noexcept {
  return guarded([&] {
    ComPtr<IBackgroundCopyCallback1> callback;
    check(CoCreateInstance(notice.target, nullptr, CLSCTX_LOCAL_SERVER, IID_IBackgroundCopyCallback1,
                           callback.put_void()));
    // References of the receiver, as those of a client are.
    ComPtr<IBackgroundCopyGroup> group_object;
    hand_out<GroupObject>(group_object.put(), group, ClientReference(lifetime));
    ComPtr<IBackgroundCopyJob1> job_object;
    if (notice.job) hand_out<JobObject>(job_object.put(), group, *notice.job, ClientReference(lifetime));
    return callback->OnStatus(group_object.get(), job_object.get(), notice.file_index, notice.status,
                              notice.error.retries, notice.error.win32, notice.error.transport);
  });
}

}  // namespace

void notify_class(const std::shared_ptr<Group>& group, const std::shared_ptr<Lifetime>& lifetime) {
  const auto notice = group->due_notice();
  if (!notice) return;
  start_detached([group, lifetime, notice = *notice] {
    HRESULT result = CoInitializeEx(nullptr, COINIT_MULTITHREADED);
    if (SUCCEEDED(result)) {
      result = call(notice, group, lifetime);
      CoUninitialize();
    }
    group->notice_returned(result);
  });
}

}  // namespace reference
