// What clients have called: every call with its arguments and result, and how often each method was called.
#pragma once

#include <condition_variable>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "json.h"

namespace reference {

class Journal {
 public:
  /** Whether calls are kept with their arguments; they are counted in any case. */
  void keep(bool calls);
  /** Returns the number of the call, for `end`. */
  std::size_t begin(const char* method, const json::Value& subject, const json::Value& arguments);
  void end(std::size_t call, HRESULT result);
  void reset();

  json::Value calls() const;
  json::Value counts() const;
  /** Returns once a method has been called so often since the last reset. */
  void wait_for(const std::string& method, std::uint64_t count) const;

 private:
  struct Call {
    std::size_t number;
    const char* method;
    json::Value subject;
    json::Value arguments;
    json::Value result;
  };

  mutable std::mutex mutex_;
  mutable std::condition_variable called_;
  bool keep_ = true;
  std::size_t next_ = 1;
  std::vector<Call> calls_;
  std::map<std::string, std::uint64_t> counts_;
};

}  // namespace reference
