#include "syncmgr/session_creator.h"

#include "com/activation.h"
#include "com/hresult.h"
#include "com/text.h"
#include "syncmgr/identifiers.h"

namespace winprogress::syncmgr {

std::vector<std::wstring> ToTexts(const Napi::Value& value) {
  const auto array = value.As<Napi::Array>();
  std::vector<std::wstring> texts;
  for (std::uint32_t index = 0; index < array.Length(); ++index)
    texts.push_back(com::ToWide(array.Get(index)));
  return texts;
}

std::vector<LPCWSTR> ToPointers(const std::vector<std::wstring>& texts) {
  std::vector<LPCWSTR> pointers;
  pointers.reserve(texts.size());
  for (const std::wstring& text : texts)
    pointers.push_back(text.c_str());
  return pointers;
}

com::ComPtr<ISyncCallback> CreateSession(const std::wstring& handler_id, const std::vector<std::wstring>& item_ids) {
  const auto creator = com::Activate<ISessionCreator>(kClassSyncMgrClient, kInterfaceSessionCreator,
                                                      CLSCTX_INPROC_SERVER | CLSCTX_LOCAL_SERVER);
  std::vector<LPCWSTR> pointers = ToPointers(item_ids);
  com::ComPtr<ISyncCallback> callback;
  com::ThrowIfFailed(creator->CreateSession(handler_id.c_str(), pointers.data(), static_cast<ULONG>(pointers.size()),
                                            callback.Receive()),
                     "ISyncMgrSessionCreator.CreateSession");
  if (!callback) throw com::HResultFailure(E_UNEXPECTED, "ISyncMgrSessionCreator.CreateSession");
  return callback;
}

}  // namespace winprogress::syncmgr
