#include "ctm/content_transfer.h"

#include <string>
#include <utility>

#include "com/text.h"
#include "ctm/library.h"
#include "ctm/notifier.h"

namespace winprogress::ctm {

using com::Connection;

namespace {

std::string ToExportName(const Napi::Object& exports, const char* key) {
  return exports.Get(key).As<Napi::String>().Utf8Value();
}

ExportNames ToExportNames(const Napi::Value& value) {
  const auto exports = value.As<Napi::Object>();
  return {ToExportName(exports, "progress"), ToExportName(exports, "success"), ToExportName(exports, "error")};
}

}  // namespace

std::vector<Napi::ClassPropertyDescriptor<ContentTransfer>> ContentTransfer::Methods() {
  return {InstanceMethod<&ContentTransfer::OpenLibrary>("openLibrary")};
}

void ContentTransfer::DefineFamily(Napi::Env env) {
  ContentTransfer::Define(env);
  Notifier::Define(env);
}

Napi::Object ContentTransfer::Open(Napi::Env env, const std::shared_ptr<Connection>& connection) {
  return Make(env, ContentTransferOrigin{connection, &connection->OpenLane(L"winprogress ctm"),
                                         &connection->OpenLane(L"winprogress ctm closing")});
}

Napi::Value ContentTransfer::OpenLibrary(const Napi::CallbackInfo& info) {
  com::Lane& lane = *origin().lane;
  return origin().connection->Call(
      info.Env(), lane, "LoadLibraryExW",
      [core = lane.core(), path = com::ToWide(info[0]), names = ToExportNames(info[1])] {
        return LibraryReference::Open(core, path, names);
      },
      [&lane, &closing_lane = *origin().closing_lane](Connection& connection, Napi::Env env,
                                                      std::shared_ptr<LibraryReference> library) -> napi_value {
        return Notifier::Make(env,
                              NotifierOrigin{connection.shared_from_this(), &lane, &closing_lane, std::move(library)});
      });
}

}  // namespace winprogress::ctm
