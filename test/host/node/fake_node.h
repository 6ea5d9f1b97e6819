// An environment of Node.js for tests without Node.js: the part of Node-API that native/com uses. Values live as
// long as the environment, unless a test collects them. A call of Node-API from another thread than the one that made
// the environment, or after its end, aborts the process, unless the documentation allows it.
#pragma once

#include <napi.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace host {

enum class PromiseState { kPending, kResolved, kRejected };

class FakeNode {
 public:
  FakeNode();
  FakeNode(const FakeNode&) = delete;
  FakeNode& operator=(const FakeNode&) = delete;
  // Ends the environment unless it has ended.
  ~FakeNode();

  Napi::Env env() const noexcept { return Napi::Env(env_); }

  // Runs one turn of the event loop. Returns whether there was work.
  bool RunOnce();
  // Runs the event loop, which sleeps while it has no work, until done() is true. Timers of the thread pool that are
  // set are called as soon as there is no other work.
  void RunUntil(const std::function<bool()>& done);
  // Whether the event loop is kept running. The process would exit otherwise.
  bool IsAlive() const;
  // Ends the environment as that of a worker: cleanup hooks in reverse order, then finalizers.
  void End();
  // Collects a value that is not referenced.
  void Collect(Napi::Value value);

  // A JavaScript function that calls this.
  Napi::Function MakeFunction(std::function<void(const Napi::CallbackInfo&)> body);
  static PromiseState StateOf(Napi::Value promise);
  // The value with which a promise was resolved or rejected.
  static Napi::Value ResultOf(Napi::Value promise);
  // Messages of the uncaught exceptions.
  const std::vector<std::string>& uncaught() const noexcept;
  // References that have not been deleted.
  int references() const noexcept;
  // Thread-safe functions that have not been finalized.
  int thread_safe_functions() const noexcept;

 private:
  napi_env env_;
};

}  // namespace host
