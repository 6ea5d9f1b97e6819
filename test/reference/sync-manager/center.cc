#include "center.h"

#include <algorithm>

#include "arguments.h"

namespace reference {
namespace {

constexpr wchar_t kReferenceHandler[] = L"{3D6B5E10-8C1F-4B7E-9A21-77D0C4E1B001}";
constexpr wchar_t kServedHandler[] = L"{3D6B5E10-8C1F-4B7E-9A21-77D0C4E1B002}";

bool is_end(DWORD status) {
  return status == SYNCMGR_PS_SUCCEEDED || status == SYNCMGR_PS_FAILED || status == SYNCMGR_PS_CANCELED;
}

}  // namespace

void Center::reset() {
  const std::lock_guard<std::mutex> guard(mutex_);
  handlers_ = {kReferenceHandler, kServedHandler};
  items_.clear();
  events_.clear();
  cancelled_.clear();
  cancelled_all_ = false;
  additional_items_.clear();
  additional_objects_ = 0;
}

void Center::add_handler(const std::wstring& handler) {
  const std::lock_guard<std::mutex> guard(mutex_);
  handlers_.insert(handler);
}

bool Center::knows(const wchar_t* handler) const {
  const std::lock_guard<std::mutex> guard(mutex_);
  return handler && handlers_.count(handler) != 0;
}

void Center::add_item(const std::wstring& handler, const std::wstring& item) {
  const std::lock_guard<std::mutex> guard(mutex_);
  const auto is_same = [&](const StoredItem& stored) { return stored.handler == handler && stored.item == item; };
  // A new session resets its items.
  items_.erase(std::remove_if(items_.begin(), items_.end(), is_same), items_.end());
  items_.push_back({handler, item, 0, L"", false, 0, 0});
}

HRESULT Center::report(const std::wstring& handler, const std::wstring& item, const wchar_t* text, DWORD status,
                       ULONG current, ULONG maximum) {
  const std::lock_guard<std::mutex> guard(mutex_);
  StoredItem* const stored = find(handler, item);
  if (!stored) return E_INVALIDARG;
  if (is_end(stored->status) && status != SYNCMGR_PS_FAILED) {
    stored->status = SYNCMGR_PS_FAILED;
    return E_ACCESSDENIED;
  }
  stored->status = status;
  stored->has_text = text != nullptr;
  stored->text = text ? text : L"";
  if (status == SYNCMGR_PS_UPDATING_INDETERMINATE) return S_OK;
  stored->current_step = current;
  stored->maximum_step = maximum;
  return S_OK;
}

std::string Center::items_json() const {
  const std::lock_guard<std::mutex> guard(mutex_);
  std::string result = "[";
  for (const StoredItem& item : items_) {
    if (result.size() > 1) result += ',';
    result += "{\"handlerId\":" + quoted(item.handler.c_str()) + ",\"itemId\":" + quoted(item.item.c_str()) +
              ",\"status\":" + std::to_string(item.status) +
              ",\"text\":" + quoted(item.has_text ? item.text.c_str() : nullptr) +
              ",\"currentStep\":" + std::to_string(item.current_step) +
              ",\"maximumStep\":" + std::to_string(item.maximum_step) + "}";
  }
  return result + "]";
}

void Center::add_event(StoredEvent event) {
  const std::lock_guard<std::mutex> guard(mutex_);
  events_.push_back(std::move(event));
}

std::string Center::events_json() const {
  const std::lock_guard<std::mutex> guard(mutex_);
  std::string result = "[";
  for (const StoredEvent& event : events_) {
    if (result.size() > 1) result += ',';
    result += event;
  }
  return result + "]";
}

void Center::request_cancel(const std::wstring& item) {
  const std::lock_guard<std::mutex> guard(mutex_);
  if (item.empty()) {
    cancelled_all_ = true;
  } else {
    cancelled_.insert(item);
  }
}

SYNCMGR_CANCEL_REQUEST Center::cancel_request(const std::wstring& item) const {
  const std::lock_guard<std::mutex> guard(mutex_);
  if (cancelled_all_) return SYNCMGR_CR_CANCEL_ALL;
  return cancelled_.count(item) != 0 ? SYNCMGR_CR_CANCEL_ITEM : SYNCMGR_CR_NONE;
}

void Center::set_additional(std::vector<std::wstring> items, ULONG objects) {
  const std::lock_guard<std::mutex> guard(mutex_);
  additional_items_ = std::move(items);
  additional_objects_ = objects;
}

std::vector<std::wstring> Center::additional_items() const {
  const std::lock_guard<std::mutex> guard(mutex_);
  return additional_items_;
}

ULONG Center::additional_objects() const {
  const std::lock_guard<std::mutex> guard(mutex_);
  return additional_objects_;
}

StoredItem* Center::find(const std::wstring& handler, const std::wstring& item) {
  for (StoredItem& stored : items_)
    if (stored.handler == handler && stored.item == item) return &stored;
  return nullptr;
}

}  // namespace reference
