#include "checks.h"

namespace client {
namespace {

/** Owns a VARIANT. */
struct Value : VARIANT {
  Value() { VariantInit(this); }
  Value(VARTYPE type, LONG number) : Value() {
    vt = type;
    lVal = number;
  }
  explicit Value(const std::wstring& text) : Value() {
    bstrVal = reference::new_bstr(text);
    vt = VT_BSTR;
  }
  Value(const Value&) = delete;
  Value& operator=(const Value&) = delete;
  ~Value() { VariantClear(this); }
};

HRESULT set(IBackgroundCopyGroup& group, GROUPPROP property, Value&& value) { return group.SetProp(property, &value); }

HRESULT result_of_get(IBackgroundCopyGroup& group, GROUPPROP property) {
  Value value;
  return group.GetProp(property, &value);
}

bool is_text(IBackgroundCopyGroup& group, GROUPPROP property, const std::wstring& expected) {
  Value value;
  return group.GetProp(property, &value) == S_OK && value.vt == VT_BSTR &&
         std::wstring(value.bstrVal ? value.bstrVal : L"", SysStringLen(value.bstrVal)) == expected;
}

bool is_number(IBackgroundCopyGroup& group, GROUPPROP property, LONG expected) {
  Value value;
  return group.GetProp(property, &value) == S_OK && value.vt == VT_I4 && value.lVal == expected;
}

void check_texts(IBackgroundCopyGroup& group) {
  const std::wstring clsid = L"{5A2D4F3B-8F2C-4E0B-9C55-0B1D6F1C7A11}";
  expect(is_text(group, GROUPPROP_DISPLAYNAME, L""), "a name that was never set is empty");
  expect_result(set(group, GROUPPROP_DISPLAYNAME, Value(L"N\u00E4me \u65E5\u672C")), S_OK, "a display name is taken");
  expect(is_text(group, GROUPPROP_DISPLAYNAME, L"N\u00E4me \u65E5\u672C"), "and read back as it was");
  expect_result(set(group, GROUPPROP_DISPLAYNAME, Value(std::wstring(256, L'n'))), S_OK, "256 characters of name");
  expect_result(set(group, GROUPPROP_DISPLAYNAME, Value(std::wstring(257, L'n'))), E_INVALIDARG, "257 are too many");
  expect(is_text(group, GROUPPROP_DISPLAYNAME, std::wstring(256, L'n')), "a refused name changes nothing");
  expect_result(set(group, GROUPPROP_DISPLAYNAME, Value(VT_I4, 1)), E_INVALIDARG, "a number is no name");
  expect_result(set(group, GROUPPROP_DESCRIPTION, Value(std::wstring(1024, L'd'))), S_OK, "1024 of description");
  expect_result(set(group, GROUPPROP_DESCRIPTION, Value(std::wstring(1025, L'd'))), E_INVALIDARG, "1025 are too many");
  expect(is_text(group, GROUPPROP_DESCRIPTION, std::wstring(1024, L'd')), "the description is read back");
  expect_result(set(group, GROUPPROP_NOTIFYCLSID, Value(clsid)), S_OK, "a notification class is taken");
  expect(is_text(group, GROUPPROP_NOTIFYCLSID, clsid), "and read back");
  expect_result(set(group, GROUPPROP_NOTIFYCLSID, Value(L"no class")), E_INVALIDARG, "other text is no class");
}

void check_numbers(IBackgroundCopyGroup& group) {
  expect(is_number(group, GROUPPROP_PRIORITY, 1), "the priority is 1");
  for (const VARTYPE type : {VT_I4, VT_I2, VT_UI4, VT_UI2, VT_INT, VT_UINT}) {
    expect_result(set(group, GROUPPROP_PRIORITY, Value(type, 1)), S_OK,
                  "a priority of VARIANT type " + std::to_string(type));
  }
  expect_result(set(group, GROUPPROP_PRIORITY, Value(VT_I4, 2)), E_INVALIDARG, "another priority than 1");
  expect_result(set(group, GROUPPROP_PRIORITY, Value(VT_R4, 1)), E_INVALIDARG, "a floating-point priority");
  expect(is_number(group, GROUPPROP_PROTOCOLFLAGS, QM_PROTOCOL_HTTP), "the protocol is HTTP");
  expect_result(set(group, GROUPPROP_PROTOCOLFLAGS, Value(VT_UI2, QM_PROTOCOL_HTTP)), S_OK, "and may be set to it");
  expect_result(set(group, GROUPPROP_PROTOCOLFLAGS, Value(VT_I4, QM_PROTOCOL_FTP)), E_INVALIDARG, "but not to FTP");
  expect(is_number(group, GROUPPROP_NOTIFYFLAGS, 0), "no notification flags at first");
  expect_result(set(group, GROUPPROP_NOTIFYFLAGS, Value(VT_UI4, QM_NOTIFY_GROUP_DONE)), S_OK, "QM_NOTIFY_GROUP_DONE");
  expect(is_number(group, GROUPPROP_NOTIFYFLAGS, QM_NOTIFY_GROUP_DONE), "is read back");
  expect_result(set(group, GROUPPROP_NOTIFYFLAGS, Value(VT_I4, QM_NOTIFY_JOB_DONE)), E_NOTIMPL,
                "a notification that is not supported");
  expect_result(set(group, GROUPPROP_NOTIFYFLAGS, Value(VT_I4, 0x100)), E_INVALIDARG, "one that does not exist");
}

}  // namespace

void check_properties(IBackgroundCopyQMgr& manager) {
  ComPtr<IBackgroundCopyGroup> group;
  reference::check(manager.CreateGroup(new_guid(), group.put()));
  check_texts(*group.get());
  check_numbers(*group.get());
  for (const int property : {1, 2, 3, 4, 8, 9, 10, 13, 99}) {
    const auto name = static_cast<GROUPPROP>(property);
    expect_result(set(*group.get(), name, Value(L"x")), E_NOTIMPL, "SetProp of " + std::to_string(property));
    expect_result(result_of_get(*group.get(), name), E_NOTIMPL, "GetProp of " + std::to_string(property));
  }
  group->CancelGroup();
}

}  // namespace client
