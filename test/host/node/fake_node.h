// An environment of Node for tests without Node: just enough of Node-API for the ground of the addon. Values live as
// long as the environment, unless a test collects them. A call of Node-API from another thread than the one that made
// the environment, or after its end, ends the process, unless the documentation allows it.
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
  // Ends the environment, if that has not been done.
  ~FakeNode();

  Napi::Env env() const noexcept { return Napi::Env(env_); }

  // One turn of the event loop: does what is ready. Returns whether there was something.
  bool RunOnce();
  // Runs the event loop, which sleeps while nothing is ready, until done() holds. Timers of the thread pool that are
  // set are called as soon as nothing else is ready.
  void RunUntil(const std::function<bool()>& done);
  // Whether the event loop has something to wait for. The process would end otherwise.
  bool IsAlive() const;
  // What the end of a worker does: cleanup hooks in reverse order, then finalizers.
  void End();
  // What the garbage collector does with a value that is not referenced.
  void Collect(Napi::Value value);

  // A function in JavaScript that does this.
  Napi::Function MakeFunction(std::function<void(const Napi::CallbackInfo&)> body);
  static PromiseState StateOf(Napi::Value promise);
  // What a promise was resolved or rejected with.
  static Napi::Value ResultOf(Napi::Value promise);
  // Messages of the exceptions that nothing caught.
  const std::vector<std::string>& uncaught() const noexcept;
  // References that have not been deleted.
  int references() const noexcept;
  // Thread-safe functions that have not been finalized.
  int thread_safe_functions() const noexcept;

 private:
  napi_env env_;
};

}  // namespace host
