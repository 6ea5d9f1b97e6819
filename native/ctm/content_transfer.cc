#include "ctm/content_transfer.h"

#include <string>
#include <utility>

#include "com/lane_owned.h"
#include "ctm/library.h"
#include "ctm/notifier.h"

namespace winprogress::ctm {

using com::Connection;

namespace {

ExportNames ToExportNames(const Napi::Value& value) {
  return {com::From<std::string>(value, "progress"), com::From<std::string>(value, "success"),
          com::From<std::string>(value, "error")};
}

}  // namespace

com::NativeProperties ContentTransfer::Methods() {
  return {InstanceMethod("openLibrary", &ContentTransfer::OpenLibrary)};
}

void ContentTransfer::DefineFamily(Napi::Env env) {
  ContentTransfer::Define(env);
  Notifier::Define(env);
}

Napi::Object ContentTransfer::Open(Napi::Env env, const std::shared_ptr<Connection>& connection) {
  return Make(env, ContentTransferOrigin{connection});
}

// A separate lane for each library: one that hangs delays no other.
Napi::Value ContentTransfer::OpenLibrary(const Napi::CallbackInfo& info) {
  const com::LaneHandle lane = origin().connection->OpenLane(L"winprogress ctm");
  return origin().connection->Call(
      info.Env(), lane, "LoadLibraryExW",
      [of = lane.lane(), path = com::From<std::wstring>(info[0]), names = ToExportNames(info[1])] {
        return com::LaneOwned<Library>::Make(*of, path, names);
      },
      [lane](Connection& connection, Napi::Env env, com::LaneOwned<Library> library) {
        return Notifier::Make(env, {connection.shared_from_this(), lane, std::move(library)});
      });
}

}  // namespace winprogress::ctm
