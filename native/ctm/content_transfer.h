#pragma once

#include <napi.h>

#include <memory>
#include <vector>

#include "com/connection.h"
#include "com/native_object.h"

namespace winprogress::ctm {

struct ContentTransferOrigin {
  std::shared_ptr<com::Connection> connection;
};

// ContentTransferVerbs of lib/ctm/verbs.ts: the entry of the family.
class ContentTransfer final : public com::NativeObject<ContentTransfer, ContentTransferOrigin> {
 public:
  static constexpr char kName[] = "ContentTransfer";
  static com::NativeProperties Methods();

  // Defines the family's classes for this environment.
  static void DefineFamily(Napi::Env env);
  static Napi::Object Open(Napi::Env env, const std::shared_ptr<com::Connection>& connection);

  explicit ContentTransfer(const Napi::CallbackInfo& info) : NativeObject(info) {}

 private:
  Napi::Value OpenLibrary(const Napi::CallbackInfo& info);
};

}  // namespace winprogress::ctm
