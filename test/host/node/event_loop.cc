// The event loop of the fake Node-API: thread-safe functions, work in threads, and the end of the environment.
#include <algorithm>

#include "environment.h"
#include "virtual_time.h"

using host::Check;

namespace {

// Under the lock of the event loop.
void Push(napi_env env, std::function<void()> work) {
  env->ready.push_back(std::move(work));
  env->changed.notify_all();
}

// On the JavaScript thread. The object stays in memory while threads use it.
void FinalizeFunction(napi_env env, napi_threadsafe_function function) {
  bool unused = false;
  std::deque<void*> left;
  {
    const std::lock_guard guard(env->mutex);
    if (std::exchange(function->finalized, true)) return;
    function->closing = true;
    auto& all = env->thread_safe_functions;
    all.erase(std::find(all.begin(), all.end(), function));
    unused = function->threads == 0;
    left.swap(function->queue);
  }
  if (function->finalize != nullptr) function->finalize(env, function->finalize_data, function->context);
  // As in Node.js, queued calls are made without an environment after the finalizer.
  for (void* data : left)
    function->call(nullptr, nullptr, function->context, data);
  if (unused) delete function;
}

}  // namespace

napi_status NAPI_CDECL napi_create_threadsafe_function(napi_env env, napi_value, napi_value, napi_value, std::size_t,
                                                       std::size_t, void* finalize_data, napi_finalize finalize,
                                                       void* context, napi_threadsafe_function_call_js call,
                                                       napi_threadsafe_function* result) {
  Check(env, "napi_create_threadsafe_function");
  auto function = std::make_unique<napi_threadsafe_function__>();
  function->env = env;
  function->context = context;
  function->call = call;
  function->finalize = finalize;
  function->finalize_data = finalize_data;
  env->thread_safe_functions.push_back(function.get());
  *result = function.release();
  return env->Done(napi_ok);
}
// Any thread.
napi_status NAPI_CDECL napi_call_threadsafe_function(napi_threadsafe_function function, void* data,
                                                     napi_threadsafe_function_call_mode) {
  napi_env env = function->env;
  const std::lock_guard guard(env->mutex);
  if (function->closing) return napi_closing;
  function->queue.push_back(data);
  Push(env, [env, function] {
    if (function->finalized || env->ending) return;
    void* queued = nullptr;
    {
      const std::lock_guard taking(env->mutex);
      queued = function->queue.front();
      function->queue.pop_front();
    }
    function->call(env, nullptr, function->context, queued);
  });
  return napi_ok;
}
napi_status NAPI_CDECL napi_release_threadsafe_function(napi_threadsafe_function function,
                                                        napi_threadsafe_function_release_mode) {
  napi_env env = function->env;
  const std::lock_guard guard(env->mutex);
  if (function->threads == 0) host::Fail("a thread-safe function is released twice");
  if (--function->threads > 0) return napi_ok;
  if (function->finalized) {
    delete function;
    return napi_ok;
  }
  function->closing = true;
  Push(env, [env, function] { FinalizeFunction(env, function); });
  return napi_ok;
}
napi_status NAPI_CDECL napi_ref_threadsafe_function(node_api_basic_env env, napi_threadsafe_function function) {
  Check(const_cast<napi_env>(env), "napi_ref_threadsafe_function");
  function->keeps_alive = true;
  return napi_ok;
}
napi_status NAPI_CDECL napi_unref_threadsafe_function(node_api_basic_env env, napi_threadsafe_function function) {
  Check(const_cast<napi_env>(env), "napi_unref_threadsafe_function");
  function->keeps_alive = false;
  return napi_ok;
}

napi_status NAPI_CDECL napi_create_async_work(napi_env env, napi_value, napi_value, napi_async_execute_callback execute,
                                              napi_async_complete_callback complete, void* data,
                                              napi_async_work* result) {
  Check(env, "napi_create_async_work");
  *result = new napi_async_work__{execute, complete, data};
  return env->Done(napi_ok);
}
napi_status NAPI_CDECL napi_delete_async_work(napi_env env, napi_async_work work) {
  Check(env, "napi_delete_async_work");
  delete work;
  return env->Done(napi_ok);
}
napi_status NAPI_CDECL napi_queue_async_work(node_api_basic_env basic_env, napi_async_work work) {
  const auto env = const_cast<napi_env>(basic_env);
  Check(env, "napi_queue_async_work");
  ++env->works;
  std::thread([env, work] {
    work->execute(env, work->data);
    const std::lock_guard guard(env->mutex);
    Push(env, [env, work] {
      --env->works;
      work->complete(env, napi_ok, work->data);
    });
  }).detach();
  return napi_ok;
}

namespace host {

FakeNode::FakeNode() : env_(new napi_env__) {}

FakeNode::~FakeNode() {
  End();
  delete env_;
}

bool FakeNode::RunOnce() {
  std::function<void()> work;
  {
    const std::lock_guard guard(env_->mutex);
    if (env_->ready.empty()) return false;
    work = std::move(env_->ready.front());
    env_->ready.pop_front();
  }
  work();
  return true;
}

void FakeNode::RunUntil(const std::function<bool()>& done) {
  while (!done()) {
    if (RunOnce()) continue;
    if (TimersSet() > 0) {
      AdvanceTime(1);
      continue;
    }
    // Polls, since a timer that a thread sets does not wake this loop.
    std::this_thread::yield();
  }
}

bool FakeNode::IsAlive() const {
  const std::lock_guard guard(env_->mutex);
  return env_->works > 0 || std::any_of(env_->thread_safe_functions.begin(), env_->thread_safe_functions.end(),
                                        [](const auto* function) { return function->keeps_alive; });
}

void FakeNode::End() {
  if (env_->ended) return;
  // Node.js waits for the work in libuv's pool.
  RunUntil([this] { return env_->works == 0; });
  env_->ending = true;
  while (!env_->hooks.empty()) {
    const auto [hook, data] = env_->hooks.back();
    env_->hooks.pop_back();
    hook(data);
  }
  while (RunOnce()) {
  }
  while (!env_->thread_safe_functions.empty())
    FinalizeFunction(env_, env_->thread_safe_functions.back());
  for (const auto& value : env_->values)
    Finalize(env_, *value);
  const Finalizer instance = std::exchange(env_->instance_data, {});
  if (instance.function != nullptr) instance.function(env_, instance.data, instance.hint);
  env_->ended = true;
}

void FakeNode::Collect(Napi::Value value) { Finalize(env_, *static_cast<napi_value>(value)); }

Napi::Function FakeNode::MakeFunction(std::function<void(const Napi::CallbackInfo&)> body) {
  return Napi::Function::New(env(), std::move(body));
}

PromiseState FakeNode::StateOf(Napi::Value promise) { return static_cast<napi_value>(promise)->promise; }

Napi::Value FakeNode::ResultOf(Napi::Value promise) {
  return Napi::Value(promise.Env(), static_cast<napi_value>(promise)->result);
}

const std::vector<std::string>& FakeNode::uncaught() const noexcept { return env_->uncaught; }
int FakeNode::references() const noexcept { return static_cast<int>(env_->references.size()); }
int FakeNode::thread_safe_functions() const noexcept { return static_cast<int>(env_->thread_safe_functions.size()); }

}  // namespace host
