#include "journal.h"

namespace reference {

void Journal::keep(bool calls) {
  const std::lock_guard<std::mutex> guard(mutex_);
  keep_ = calls;
}

std::size_t Journal::begin(const char* method, const json::Value& subject, const json::Value& arguments) {
  const std::lock_guard<std::mutex> guard(mutex_);
  ++counts_[method];
  const std::size_t number = next_++;
  if (keep_) calls_.push_back({number, method, subject, arguments, {}});
  called_.notify_all();
  return number;
}

void Journal::end(std::size_t call, HRESULT result) {
  const std::lock_guard<std::mutex> guard(mutex_);
  for (auto kept = calls_.rbegin(); kept != calls_.rend() && kept->number >= call; ++kept) {
    if (kept->number == call) kept->result = static_cast<ULONG>(result);
  }
}

void Journal::reset() {
  const std::lock_guard<std::mutex> guard(mutex_);
  calls_.clear();
  counts_.clear();
}

json::Value Journal::calls() const {
  const std::lock_guard<std::mutex> guard(mutex_);
  json::Array list;
  for (const Call& call : calls_) {
    list.push_back(json::Object{
        {"method", call.method}, {"subject", call.subject}, {"arguments", call.arguments}, {"result", call.result}});
  }
  return list;
}

json::Value Journal::counts() const {
  const std::lock_guard<std::mutex> guard(mutex_);
  json::Object counts;
  for (const auto& [method, count] : counts_)
    counts[method] = static_cast<ULONG>(count);
  return counts;
}

void Journal::wait_for(const std::string& method, std::uint64_t count) const {
  std::unique_lock<std::mutex> lock(mutex_);
  called_.wait(lock, [&] {
    const auto found = counts_.find(method);
    return found != counts_.end() && found->second >= count;
  });
}

}  // namespace reference
