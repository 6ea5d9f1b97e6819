#include "checks.h"

namespace client {
namespace {

/** RPC_X_NULL_REF_POINTER: the proxy refuses NULL for a pointer that its IDL declares as ref, and BITS never sees the
 * call. */
constexpr HRESULT kNullRefPointer = static_cast<HRESULT>(0x800706F4);

/** NULL at run time, so that the compiler does not warn of it. */
template <typename Type>
Type* null() noexcept {
  Type* volatile pointer = nullptr;
  return pointer;
}

}  // namespace

void check_null_pointers(IBackgroundCopyManager& manager, IBackgroundCopyJob& job) {
  GUID id;
  ComPtr<IBackgroundCopyJob> none;
  expect_result(manager.CreateJob(null<const wchar_t>(), BG_JOB_TYPE_DOWNLOAD, &id, none.put()), kNullRefPointer,
                "CreateJob without a name");
  expect_result(manager.CreateJob(L"name", BG_JOB_TYPE_DOWNLOAD, null<GUID>(), none.put()), kNullRefPointer,
                "CreateJob without a place for the id");
  expect_result(job.SetDisplayName(null<const wchar_t>()), kNullRefPointer, "SetDisplayName without a name");
  expect_result(job.GetState(null<BG_JOB_STATE>()), kNullRefPointer, "GetState without a place for the state");
  expect_result(job.GetProgress(null<BG_JOB_PROGRESS>()), kNullRefPointer,
                "GetProgress without a place for the progress");
  expect_result(job.GetId(null<GUID>()), kNullRefPointer, "GetId without a place for the id");
}

}  // namespace client
