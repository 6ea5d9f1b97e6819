#include "abi.h"

#include <bits.h>
#include <bits1_5.h>
#include <bits2_0.h>
#include <bits2_5.h>
#include <bits3_0.h>
#include <bits5_0.h>
#include <qmgr.h>
#if __has_include(<bits4_0.h>)
#include <bits4_0.h>
#endif

#include "bits/identifiers.h"
#include "bits/queue_manager_interfaces.h"

namespace com = winprogress::com;
namespace bits = winprogress::bits;

// qmgr.h
SAME_SIZE(bits::legacy::FileSetInfo, FILESETINFO);
SAME_OFFSET(bits::legacy::FileSetInfo, remote_file, FILESETINFO, bstrRemoteFile);
SAME_OFFSET(bits::legacy::FileSetInfo, local_file, FILESETINFO, bstrLocalFile);
SAME_OFFSET(bits::legacy::FileSetInfo, size_hint, FILESETINFO, dwSizeHint);
SAME_SIZE(bits::legacy::GroupProperty, GROUPPROP);

namespace abi {

namespace {

void CheckQueueManager() {
#if HAS_UUIDOF
  SAME_INTERFACE(bits::legacy, IBackgroundCopyQMgr);
  SAME_INTERFACE(bits::legacy, IBackgroundCopyCallback1);
  SAME_CLASS(bits::kClassBackgroundCopyQMgr, BackgroundCopyQMgr);
#endif
  SAME_METHOD(bits::legacy, IBackgroundCopyQMgr, CreateGroup);
  SAME_METHOD(bits::legacy, IBackgroundCopyQMgr, GetGroup);
  SAME_METHOD(bits::legacy, IBackgroundCopyQMgr, EnumGroups);
  SAME_METHOD(bits::legacy, IBackgroundCopyGroup, GetProp);
  SAME_METHOD(bits::legacy, IBackgroundCopyGroup, SetProp);
  SAME_METHOD(bits::legacy, IBackgroundCopyGroup, GetProgress);
  SAME_METHOD(bits::legacy, IBackgroundCopyGroup, GetStatus);
  SAME_METHOD(bits::legacy, IBackgroundCopyGroup, GetJob);
  SAME_METHOD(bits::legacy, IBackgroundCopyGroup, SuspendGroup);
  SAME_METHOD(bits::legacy, IBackgroundCopyGroup, ResumeGroup);
  SAME_METHOD(bits::legacy, IBackgroundCopyGroup, CancelGroup);
  SAME_METHOD(bits::legacy, IBackgroundCopyGroup, get_Size);
  SAME_METHOD(bits::legacy, IBackgroundCopyGroup, get_GroupID);
  SAME_METHOD(bits::legacy, IBackgroundCopyGroup, CreateJob);
  SAME_METHOD(bits::legacy, IBackgroundCopyGroup, EnumJobs);
  SAME_METHOD(bits::legacy, IBackgroundCopyGroup, SwitchToForeground);
  SAME_METHOD(bits::legacy, IBackgroundCopyGroup, QueryNewJobInterface);
  SAME_METHOD(bits::legacy, IBackgroundCopyGroup, SetNotificationPointer);
  SAME_METHOD(bits::legacy, IBackgroundCopyJob1, CancelJob);
  SAME_METHOD(bits::legacy, IBackgroundCopyJob1, GetProgress);
  SAME_METHOD(bits::legacy, IBackgroundCopyJob1, GetStatus);
  SAME_METHOD(bits::legacy, IBackgroundCopyJob1, AddFiles);
  SAME_METHOD(bits::legacy, IBackgroundCopyJob1, GetFile);
  SAME_METHOD(bits::legacy, IBackgroundCopyJob1, GetFileCount);
  SAME_METHOD(bits::legacy, IBackgroundCopyJob1, SwitchToForeground);
  SAME_METHOD(bits::legacy, IBackgroundCopyJob1, get_JobID);
  SAME_METHOD(bits::legacy, IBackgroundCopyCallback1, OnStatus);
  SAME_METHOD(bits::legacy, IBackgroundCopyCallback1, OnProgress);
  SAME_METHOD(bits::legacy, IBackgroundCopyCallback1, OnProgressEx);
  SAME_METHOD(bits::legacy, IEnumBackgroundCopyGroups, Next);
  SAME_METHOD(bits::legacy, IEnumBackgroundCopyGroups, Skip);
  SAME_METHOD(bits::legacy, IEnumBackgroundCopyGroups, Reset);
  SAME_METHOD(bits::legacy, IEnumBackgroundCopyGroups, Clone);
  SAME_METHOD(bits::legacy, IEnumBackgroundCopyGroups, GetCount);
  SAME_METHOD(bits::legacy, IEnumBackgroundCopyJobs1, Next);
  SAME_METHOD(bits::legacy, IEnumBackgroundCopyJobs1, Skip);
  SAME_METHOD(bits::legacy, IEnumBackgroundCopyJobs1, Reset);
  SAME_METHOD(bits::legacy, IEnumBackgroundCopyJobs1, Clone);
  SAME_METHOD(bits::legacy, IEnumBackgroundCopyJobs1, GetCount);
}

}  // namespace

void CheckBits() {
  Check(IsSame(com::kInterfaceId<IBackgroundCopyManager>, __uuidof(IBackgroundCopyManager)), "IBackgroundCopyManager");
  Check(IsSame(com::kInterfaceId<IBackgroundCopyJob>, __uuidof(IBackgroundCopyJob)), "IBackgroundCopyJob");
  Check(IsSame(com::kInterfaceId<IBackgroundCopyCallback>, __uuidof(IBackgroundCopyCallback)),
        "IBackgroundCopyCallback");
  SAME_CLASS(bits::kClassBackgroundCopyManager, BackgroundCopyManager);
  CheckQueueManager();
}

}  // namespace abi
