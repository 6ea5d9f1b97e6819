// What a test has decided about calls to come: a result, a delay, or no answer at all.
#pragma once

#include <windows.h>

#include <condition_variable>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>

namespace reference {

class Script {
 public:
  /** The next `times` calls of a method, or all for 0, return this. A failure replaces the call; a success, the result
   * of one that succeeds. */
  void answer(const std::string& method, HRESULT result, ULONG times);
  /** Every call of a method takes so much longer; 0 ends that. */
  void delay(const std::string& method, ULONG milliseconds);
  /** Calls of a method do not return until `release`. */
  void hang(const std::string& method);
  void release(const std::string& method);
  void clear();

  /** Waits as the script has it. */
  void wait(const std::string& method);
  std::optional<HRESULT> take(const std::string& method);

 private:
  struct Answer {
    HRESULT result;
    ULONG left;
    bool forever;
  };

  std::mutex mutex_;
  std::condition_variable released_;
  std::map<std::string, Answer> answers_;
  std::map<std::string, ULONG> delays_;
  std::set<std::string> hanging_;
};

}  // namespace reference
