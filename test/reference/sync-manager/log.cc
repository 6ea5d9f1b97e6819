#include "log.h"

namespace reference {
namespace {

const char* apartment_of_thread() noexcept {
  APTTYPE type;
  APTTYPEQUALIFIER qualifier;
  if (FAILED(CoGetApartmentType(&type, &qualifier))) return "none";
  return type == APTTYPE_MTA ? "multi" : "single";
}

}  // namespace

std::size_t Log::begin(const char* call, const Arguments& arguments) {
  Entry entry{call, arguments.json(), GetCurrentThreadId(), apartment_of_thread(), S_OK, false};
  const std::lock_guard<std::mutex> guard(mutex_);
  entries_.push_back(std::move(entry));
  return cleared_ + entries_.size() - 1;
}

void Log::end(std::size_t entry, HRESULT result) noexcept {
  const std::lock_guard<std::mutex> guard(mutex_);
  if (entry < cleared_) return;
  Entry& found = entries_[entry - cleared_];
  found.result = result;
  found.over = true;
}

void Log::clear() noexcept {
  const std::lock_guard<std::mutex> guard(mutex_);
  cleared_ += entries_.size();
  entries_.clear();
}

std::string Log::json() const {
  const std::lock_guard<std::mutex> guard(mutex_);
  std::string result = "[";
  for (const Entry& entry : entries_) {
    if (result.size() > 1) result += ',';
    result += std::string("{\"call\":\"") + entry.call + "\",\"arguments\":" + entry.arguments +
              ",\"result\":" + (entry.over ? std::to_string(static_cast<DWORD>(entry.result)) : "null") +
              ",\"thread\":" + std::to_string(entry.thread) + ",\"apartment\":\"" + entry.apartment + "\"}";
  }
  return result + "]";
}

}  // namespace reference
