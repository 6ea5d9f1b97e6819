#include "script.h"

namespace reference {

void Script::answer(const std::string& method, HRESULT result, ULONG times) {
  const std::lock_guard<std::mutex> guard(mutex_);
  answers_[method] = {result, times, times == 0};
}

void Script::delay(const std::string& method, ULONG milliseconds) {
  const std::lock_guard<std::mutex> guard(mutex_);
  delays_[method] = milliseconds;
}

void Script::hang(const std::string& method) {
  const std::lock_guard<std::mutex> guard(mutex_);
  hanging_.insert(method);
}

void Script::release(const std::string& method) {
  const std::lock_guard<std::mutex> guard(mutex_);
  hanging_.erase(method);
  released_.notify_all();
}

void Script::clear() {
  const std::lock_guard<std::mutex> guard(mutex_);
  answers_.clear();
  delays_.clear();
  hanging_.clear();
  released_.notify_all();
}

void Script::wait(const std::string& method) {
  std::unique_lock<std::mutex> lock(mutex_);
  released_.wait(lock, [&] { return hanging_.count(method) == 0; });
  const auto found = delays_.find(method);
  const ULONG milliseconds = found == delays_.end() ? 0 : found->second;
  lock.unlock();
  if (milliseconds != 0) Sleep(milliseconds);
}

std::optional<HRESULT> Script::take(const std::string& method) {
  const std::lock_guard<std::mutex> guard(mutex_);
  const auto found = answers_.find(method);
  if (found == answers_.end()) return std::nullopt;
  const HRESULT result = found->second.result;
  if (!found->second.forever && --found->second.left == 0) answers_.erase(found);
  return result;
}

}  // namespace reference
