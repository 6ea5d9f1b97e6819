#include "round_trips.h"

#include <objbase.h>

#include <mutex>
#include <string>

#include "../queue-manager/com.h"

namespace reference {
namespace {

// {3E5A2D61-7C0B-4D0E-9B1F-52B2C7A1E6D4}
constexpr GUID kHookId = {0x3E5A2D61, 0x7C0B, 0x4D0E, {0x9B, 0x1F, 0x52, 0xB2, 0xC7, 0xA1, 0xE6, 0xD4}};
// {00000131-0000-0000-C000-000000000046} and {00000143-0000-0000-C000-000000000046}
constexpr IID kRemUnknown = {0x00000131, 0, 0, {0xC0, 0, 0, 0, 0, 0, 0, 0x46}};
constexpr IID kRemUnknown2 = {0x00000143, 0, 0, {0xC0, 0, 0, 0, 0, 0, 0, 0x46}};

struct Counts {
  std::mutex mutex;
  json::Object by_interface;
};

Counts& counts() {
  static Counts instance;
  return instance;
}

/** Whether this thread serves a call of IRemUnknown whose query has not been seen yet. */
thread_local bool serves_query = false;

class Hook final : public ComObject<Hook, IChannelHook> {
 public:
  static REFIID identifier() noexcept { return IID_IChannelHook; }

  void WINAPI ClientGetSize(REFGUID, REFIID, ULONG* size) noexcept override { *size = 0; }
  void WINAPI ClientFillBuffer(REFGUID, REFIID, ULONG* size, void*) noexcept override { *size = 0; }
  void WINAPI ClientNotify(REFGUID, REFIID, ULONG, void*, DWORD, HRESULT) noexcept override {}
  void WINAPI ServerNotify(REFGUID, REFIID interface_id, ULONG, void*, DWORD) noexcept override {
    serves_query = interface_id == kRemUnknown || interface_id == kRemUnknown2;
    guarded([&] {
      const std::string name = json::Value(interface_id).ascii();
      const std::lock_guard<std::mutex> guard(counts().mutex);
      json::Value& count = counts().by_interface[name];
      count = count.is_null() ? ULONG{1} : static_cast<ULONG>(count.number()) + 1;
      return S_OK;
    });
  }
  void WINAPI ServerGetSize(REFGUID, REFIID, HRESULT, ULONG* size) noexcept override {
    serves_query = false;
    *size = 0;
  }
  void WINAPI ServerFillBuffer(REFGUID, REFIID, ULONG* size, void*, HRESULT) noexcept override { *size = 0; }
};

}  // namespace

void count_round_trips() { check(CoRegisterChannelHook(kHookId, new Hook())); }

json::Value round_trips() {
  const std::lock_guard<std::mutex> guard(counts().mutex);
  return counts().by_interface;
}

void reset_round_trips() {
  const std::lock_guard<std::mutex> guard(counts().mutex);
  counts().by_interface.clear();
}

bool is_query_of_client(REFIID interface_id) {
  if (!serves_query || interface_id == IID_IUnknown) return false;
  serves_query = false;
  return true;
}

}  // namespace reference
