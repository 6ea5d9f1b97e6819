#pragma once

#include <cstdint>
#include <string>

#include "../../queue-manager/com.h"
#include "later_interfaces.h"

namespace client {

using reference::ComPtr;
using reference::TaskString;

/** Counts one expectation and prints it with its rule. */
void expect(bool condition, const std::string& rule);
void expect_equal(std::uint64_t actual, std::uint64_t expected, const std::string& rule);
void expect_result(HRESULT actual, HRESULT expected, const std::string& rule);

template <typename Wanted, typename Interface>
ComPtr<Wanted> query(Interface& object, REFIID interface_id) {
  ComPtr<Wanted> found;
  reference::check(object.QueryInterface(interface_id, found.put_void()));
  return found;
}

/** Reads a text by a method and compares it. */
template <typename Get>
void expect_text(Get get, const std::wstring& expected, const std::string& rule) {
  TaskString text;
  expect_result(get(text.put()), S_OK, rule);
  expect(text.get() == expected, rule + ": the text arrives");
}

/** Reads a number by a method and compares it. */
template <typename Number, typename Get>
void expect_number(Get get, Number expected, const std::string& rule) {
  auto value = static_cast<Number>(0x55);
  expect_result(get(&value), S_OK, rule);
  expect(value == expected, rule + ": the number arrives");
}

void check_job(IBackgroundCopyJob& job);
void check_later_job(IBackgroundCopyJob& job);
void check_http(IBackgroundCopyJob& job);
void check_files(IBackgroundCopyJob& job);
void check_upload(IBackgroundCopyJob& job);
void check_demand(IBackgroundCopyJob& job);
void check_state(IBackgroundCopyJob& job);
void check_null_pointers(IBackgroundCopyManager& manager, IBackgroundCopyJob& job);

}  // namespace client
