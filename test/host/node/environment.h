// Definitions of the opaque types of Node-API.
#pragma once

#include <node_api.h>

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "fake_node.h"

namespace host {

struct Finalizer {
  node_api_basic_finalize function;
  void* data;
  void* hint;
};

}  // namespace host

struct napi_value__ {
  napi_valuetype type = napi_undefined;
  bool boolean = false;
  bool is_array = false;
  bool is_error = false;
  double number = 0;
  std::uint64_t big_integer = 0;
  std::u16string text;
  std::map<std::string, napi_value> properties;
  std::vector<napi_value> elements;
  std::vector<std::uint8_t> buffer;
  napi_value array_buffer = nullptr;
  napi_callback callback = nullptr;
  void* callback_data = nullptr;
  host::PromiseState promise = host::PromiseState::kPending;
  napi_value result = nullptr;
  std::vector<host::Finalizer> finalizers;
};

struct napi_ref__ {
  napi_value value;
  std::uint32_t count;
};

struct napi_callback_info__ {
  napi_value receiver;
  napi_value new_target;
  std::vector<napi_value> arguments;
  void* data;
};

struct napi_deferred__ {
  napi_value promise;
};

struct napi_threadsafe_function__ {
  napi_env env;
  void* context;
  napi_threadsafe_function_call_js call;
  napi_finalize finalize;
  void* finalize_data;
  bool keeps_alive = true;
  // Under the lock of the event loop.
  std::size_t threads = 1;
  bool closing = false;
  bool finalized = false;
  // The data of the queued calls.
  std::deque<void*> queue;
};

struct napi_async_work__ {
  napi_async_execute_callback execute;
  napi_async_complete_callback complete;
  void* data;
};

struct napi_env__ {
  std::thread::id thread = std::this_thread::get_id();
  // Set when Node.js runs no more JavaScript.
  bool ending = false;
  bool ended = false;
  std::deque<std::unique_ptr<napi_value__>> values;
  std::deque<std::unique_ptr<napi_deferred__>> deferreds;
  std::map<napi_ref, std::unique_ptr<napi_ref__>> references;
  std::vector<std::pair<napi_cleanup_hook, void*>> hooks;
  host::Finalizer instance_data = {};
  napi_value exception = nullptr;
  napi_extended_error_info last_error = {};
  std::vector<std::string> uncaught;
  int works = 0;

  // The event loop.
  std::mutex mutex;
  std::condition_variable changed;
  std::deque<std::function<void()>> ready;
  std::vector<napi_threadsafe_function> thread_safe_functions;

  napi_value New(napi_valuetype type) {
    values.push_back(std::make_unique<napi_value__>());
    values.back()->type = type;
    return values.back().get();
  }
  napi_status Done(napi_status status) {
    last_error = {};
    last_error.error_code = status;
    return status;
  }
};

namespace host {

// Aborts the process with this message.
[[noreturn]] void Fail(const char* message);
// For functions that only the thread of a running environment may call.
void Check(napi_env env, const char* function);
// Calls the finalizers of a collected value.
void Finalize(napi_env env, napi_value__& value);

}  // namespace host
