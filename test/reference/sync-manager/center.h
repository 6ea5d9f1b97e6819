// The state of Sync Center: its handlers, the items of its sessions, their events, and cancel requests.
#pragma once

#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "interfaces.h"

namespace reference {

struct StoredItem {
  std::wstring handler;
  std::wstring item;
  DWORD status;
  std::wstring text;
  bool has_text;
  ULONG current_step;
  ULONG maximum_step;
};

/** An event, stored as JSON since that is its only use. */
using StoredEvent = std::string;

class Center {
 public:
  Center() { reset(); }

  void reset();
  void add_handler(const std::wstring& handler);
  bool knows(const wchar_t* handler) const;

  void add_item(const std::wstring& handler, const std::wstring& item);
  /**
   * Stores a report. `E_INVALIDARG` for an item that is not in a session of the handler. For an item that has ended,
   * only a failure is accepted: any other status is `E_ACCESSDENIED` and sets the item to failed.
   */
  HRESULT report(const std::wstring& handler, const std::wstring& item, const wchar_t* text, DWORD status,
                 ULONG current, ULONG maximum);
  std::string items_json() const;

  void add_event(StoredEvent event);
  std::string events_json() const;

  /** The empty text means all. */
  void request_cancel(const std::wstring& item);
  /** The cancel request of an item; for the empty text, of all. */
  SYNCMGR_CANCEL_REQUEST cancel_request(const std::wstring& item) const;

  void set_additional(std::vector<std::wstring> items, ULONG objects);
  std::vector<std::wstring> additional_items() const;
  ULONG additional_objects() const;

 private:
  StoredItem* find(const std::wstring& handler, const std::wstring& item);

  mutable std::mutex mutex_;
  std::set<std::wstring> handlers_;
  std::vector<StoredItem> items_;
  std::vector<StoredEvent> events_;
  std::set<std::wstring> cancelled_;
  bool cancelled_all_ = false;
  std::vector<std::wstring> additional_items_;
  ULONG additional_objects_ = 0;
};

}  // namespace reference
