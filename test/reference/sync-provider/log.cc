#include "log.h"

#include <utility>

namespace reference {

void Log::add(const char* call, std::vector<DWORD> arguments, HRESULT result) {
  Entry entry{call, std::move(arguments), result, GetCurrentThreadId()};
  const std::lock_guard<std::mutex> guard(mutex_);
  entries_.push_back(std::move(entry));
}

void Log::clear() {
  const std::lock_guard<std::mutex> guard(mutex_);
  entries_.clear();
}

std::string Log::json() const {
  const std::lock_guard<std::mutex> guard(mutex_);
  std::string result = "[";
  for (const Entry& entry : entries_) {
    if (result.size() > 1) result += ',';
    result += std::string("{\"call\":\"") + entry.call + "\",\"arguments\":[";
    for (std::size_t index = 0; index < entry.arguments.size(); ++index)
      result += (index == 0 ? "" : ",") + std::to_string(entry.arguments[index]);
    result += "],\"result\":" + std::to_string(static_cast<DWORD>(entry.result)) +
              ",\"thread\":" + std::to_string(entry.thread) + "}";
  }
  return result + "]";
}

}  // namespace reference
