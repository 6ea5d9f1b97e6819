#include "bits/bits.h"

#if defined(WINPROGRESS_TEST_ENTRIES)
#include <cstdint>
#include <utility>

#include "bits/group.h"
#include "com/guid.h"
#include "com/hresult.h"
#endif

namespace winprogress::bits {

#if defined(WINPROGRESS_TEST_ENTRIES)

using com::ComPtr;
using com::Connection;
using legacy::IBackgroundCopyGroup;

void Bits::AddTestEntries(std::vector<Napi::ClassPropertyDescriptor<Bits>>& methods) {
  methods.push_back(InstanceMethod<&Bits::AttachGroup>("attachGroup"));
}

// Wraps an IBackgroundCopyGroup* of this process, given as a BigInt. The object must allow calls from any thread.
Napi::Value Bits::AttachGroup(const Napi::CallbackInfo& info) {
  bool lossless = false;
  const std::uint64_t address = info[0].As<Napi::BigInt>().Uint64Value(&lossless);
  if (!lossless || address == 0) throw Napi::RangeError::New(info.Env(), "pointer must be an address");
  com::Lane& lane = *origin().lane;
  return origin().connection->Call(
      info.Env(), lane, "IBackgroundCopyGroup.get_GroupID",
      [core = lane.core(), address] {
        ComPtr<IBackgroundCopyGroup> group(
            reinterpret_cast<IBackgroundCopyGroup*>(static_cast<std::uintptr_t>(address)));
        GUID id = {};
        com::ThrowIfFailed(group->get_GroupID(&id), "IBackgroundCopyGroup.get_GroupID");
        return Found<IBackgroundCopyGroup>{com::LaneReference<IBackgroundCopyGroup>::Adopt(core, std::move(group)),
                                           com::FormatGuid(id)};
      },
      [&lane](Connection& connection, Napi::Env env, Found<IBackgroundCopyGroup> found) -> napi_value {
        return MakeRemoteObject<Group>(connection, lane, env, std::move(found));
      });
}

#else

void Bits::AddTestEntries(std::vector<Napi::ClassPropertyDescriptor<Bits>>&) {}

#endif

}  // namespace winprogress::bits
