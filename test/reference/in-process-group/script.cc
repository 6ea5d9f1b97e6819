#include "script.h"

#include <map>
#include <mutex>
#include <utility>

namespace in_process {

namespace {

struct Script {
  std::mutex mutex;
  std::map<std::string, unsigned long> calls;
  std::map<std::string, HRESULT> results;
};

Script& script() {
  static Script instance;
  return instance;
}

}  // namespace

HRESULT Enter(const char* method) {
  const std::lock_guard<std::mutex> guard(script().mutex);
  ++script().calls[method];
  const auto result = script().results.find(method);
  return result == script().results.end() ? S_OK : std::exchange(result->second, S_OK);
}

unsigned long CountCalls(const std::string& method) {
  const std::lock_guard<std::mutex> guard(script().mutex);
  const auto calls = script().calls.find(method);
  return calls == script().calls.end() ? 0 : calls->second;
}

void FailNext(const std::string& method, HRESULT result) {
  const std::lock_guard<std::mutex> guard(script().mutex);
  script().results[method] = result;
}

void ClearScript() {
  const std::lock_guard<std::mutex> guard(script().mutex);
  script().calls.clear();
  script().results.clear();
}

}  // namespace in_process
