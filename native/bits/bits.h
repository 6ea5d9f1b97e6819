#pragma once

#include <memory>
#include <vector>

#include "com/connection.h"
#include "com/native_object.h"

namespace winprogress::bits {

struct BitsOrigin {
  std::shared_ptr<com::Connection> connection;
  com::LaneHandle lane;
};

// BitsVerbs of lib/bits/verbs.ts: the entry of the family.
class Bits final : public com::NativeObject<Bits, BitsOrigin> {
 public:
  static constexpr char kName[] = "Bits";
  static com::NativeProperties Methods();

  // Defines the family's classes for this environment.
  static void DefineFamily(Napi::Env env);
  // Opens the family's lane in a connection.
  static Napi::Object Open(Napi::Env env, const std::shared_ptr<com::Connection>& connection);

  explicit Bits(const Napi::CallbackInfo& info) : NativeObject(info) {}

 private:
  Napi::Value OpenManager(const Napi::CallbackInfo& info);
  Napi::Value OpenQueueManager(const Napi::CallbackInfo& info);
  Napi::Value ServeGroupCallback(const Napi::CallbackInfo& info);

  // In test_entries.cc: entries for the project's own tests and benchmarks, which shipped binaries do not have.
  static void AddTestEntries(com::NativeProperties& methods);
  Napi::Value AttachGroup(const Napi::CallbackInfo& info);
};

}  // namespace winprogress::bits
