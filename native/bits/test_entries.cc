#include "bits/bits.h"

#if defined(WINPROGRESS_TEST_ENTRIES)
#include <cstdint>
#include <utility>

#include "bits/group.h"
#include "bits/service.h"
#include "com/codec.h"
#endif

namespace winprogress::bits {

#if defined(WINPROGRESS_TEST_ENTRIES)

using com::ComPtr;
using com::From;
using legacy::IBackgroundCopyGroup;

void Bits::AddTestEntries(com::NativeProperties& methods) {
  methods.push_back(InstanceMethod("attachGroup", &Bits::AttachGroup));
}

// Wraps an IBackgroundCopyGroup* of this process, given as a BigInt. The object must allow calls from any thread.
Napi::Value Bits::AttachGroup(const Napi::CallbackInfo& info) {
  constexpr const char* kOperation = "IBackgroundCopyGroup.get_GroupID";
  struct Attached {
    com::LaneOwned<ServiceGroup> group;
    GUID id;
  };
  return origin().connection->Call(
      info.Env(), origin().lane, kOperation,
      [of = origin().lane.lane(), address = From<std::uint64_t>(info[0])] {
        ComPtr<IBackgroundCopyGroup> group(
            reinterpret_cast<IBackgroundCopyGroup*>(static_cast<std::uintptr_t>(address)));
        GUID id = {};
        com::ThrowIfFailed(group->get_GroupID(&id), kOperation);
        return Attached{com::LaneOwned<ServiceGroup>::Make(*of, group, [group] { return group; }), id};
      },
      [lane = origin().lane](com::Connection& connection, Napi::Env env, Attached attached) {
        return Group::Make(env, {{connection.shared_from_this(), lane, std::move(attached.group)}, attached.id});
      });
}

#else

void Bits::AddTestEntries(com::NativeProperties&) {}

#endif

}  // namespace winprogress::bits
