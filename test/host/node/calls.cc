// Functions, references, exceptions and the environment of the fake Node-API.
#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "environment.h"

using host::Check;

namespace host {

void Fail(const char* message) {
  std::fprintf(stderr, "fake Node: %s\n", message);
  std::abort();
}

void Check(napi_env env, const char* function) {
  if (env == nullptr || env->ended) {
    std::fprintf(stderr, "%s: ", function);
    Fail("called without a living environment");
  }
  if (env->thread != std::this_thread::get_id()) {
    std::fprintf(stderr, "%s: ", function);
    Fail("called in another thread than JavaScript's");
  }
}

void Finalize(napi_env env, napi_value__& value) {
  for (const Finalizer& finalizer : std::exchange(value.finalizers, {}))
    finalizer.function(env, finalizer.data, finalizer.hint);
}

}  // namespace host

namespace {

napi_status CallFunction(napi_env env, napi_value function, napi_value receiver, napi_value new_target,
                         std::size_t count, const napi_value* arguments, napi_value* result) {
  if (env->exception != nullptr) return env->Done(napi_pending_exception);
  if (function->type != napi_function) return env->Done(napi_function_expected);
  napi_callback_info__ info{receiver, new_target, {arguments, arguments + count}, function->callback_data};
  napi_value returned = function->callback(env, &info);
  if (result != nullptr) *result = returned != nullptr ? returned : env->New(napi_undefined);
  return env->Done(env->exception != nullptr ? napi_pending_exception : napi_ok);
}

}  // namespace

napi_status NAPI_CDECL napi_create_function(napi_env env, const char*, std::size_t, napi_callback callback, void* data,
                                            napi_value* result) {
  Check(env, "napi_create_function");
  *result = env->New(napi_function);
  (*result)->callback = callback;
  (*result)->callback_data = data;
  return env->Done(napi_ok);
}
napi_status NAPI_CDECL napi_call_function(napi_env env, napi_value receiver, napi_value function, std::size_t count,
                                          const napi_value* arguments, napi_value* result) {
  Check(env, "napi_call_function");
  return CallFunction(env, function, receiver, nullptr, count, arguments, result);
}
napi_status NAPI_CDECL napi_new_instance(napi_env env, napi_value constructor, std::size_t count,
                                         const napi_value* arguments, napi_value* result) {
  Check(env, "napi_new_instance");
  napi_value made = env->New(napi_object);
  const napi_status status = CallFunction(env, constructor, made, constructor, count, arguments, nullptr);
  if (status == napi_ok) *result = made;
  return status;
}
napi_status NAPI_CDECL napi_get_cb_info(napi_env env, napi_callback_info info, std::size_t* count,
                                        napi_value* arguments, napi_value* receiver, void** data) {
  Check(env, "napi_get_cb_info");
  if (count != nullptr) {
    for (std::size_t index = 0; arguments != nullptr && index < *count; ++index)
      arguments[index] = index < info->arguments.size() ? info->arguments[index] : env->New(napi_undefined);
    *count = info->arguments.size();
  }
  if (receiver != nullptr) *receiver = info->receiver;
  if (data != nullptr) *data = info->data;
  return env->Done(napi_ok);
}
napi_status NAPI_CDECL napi_get_new_target(napi_env env, napi_callback_info info, napi_value* result) {
  Check(env, "napi_get_new_target");
  *result = info->new_target;
  return env->Done(napi_ok);
}

napi_status NAPI_CDECL napi_add_finalizer(napi_env env, napi_value value, void* data, napi_finalize finalize,
                                          void* hint, napi_ref* result) {
  Check(env, "napi_add_finalizer");
  if (result != nullptr) host::Fail("napi_add_finalizer: references are not implemented");
  value->finalizers.push_back({finalize, data, hint});
  return env->Done(napi_ok);
}
napi_status NAPI_CDECL napi_create_reference(napi_env env, napi_value value, std::uint32_t count, napi_ref* result) {
  Check(env, "napi_create_reference");
  auto reference = std::make_unique<napi_ref__>(napi_ref__{value, count});
  *result = reference.get();
  env->references.emplace(*result, std::move(reference));
  return env->Done(napi_ok);
}
napi_status NAPI_CDECL napi_delete_reference(node_api_basic_env basic_env, napi_ref reference) {
  const auto env = const_cast<napi_env>(basic_env);
  Check(env, "napi_delete_reference");
  if (env->references.erase(reference) != 1) host::Fail("a reference is deleted twice");
  return env->Done(napi_ok);
}
napi_status NAPI_CDECL napi_reference_ref(napi_env env, napi_ref reference, std::uint32_t* result) {
  Check(env, "napi_reference_ref");
  ++reference->count;
  if (result != nullptr) *result = reference->count;
  return env->Done(napi_ok);
}
napi_status NAPI_CDECL napi_reference_unref(napi_env env, napi_ref reference, std::uint32_t* result) {
  Check(env, "napi_reference_unref");
  --reference->count;
  if (result != nullptr) *result = reference->count;
  return env->Done(napi_ok);
}
napi_status NAPI_CDECL napi_get_reference_value(napi_env env, napi_ref reference, napi_value* result) {
  Check(env, "napi_get_reference_value");
  *result = reference->value;
  return env->Done(napi_ok);
}

napi_status NAPI_CDECL napi_throw(napi_env env, napi_value error) {
  Check(env, "napi_throw");
  env->exception = error;
  return env->Done(napi_ok);
}
napi_status NAPI_CDECL napi_is_exception_pending(napi_env env, bool* result) {
  Check(env, "napi_is_exception_pending");
  *result = env->exception != nullptr;
  return napi_ok;
}
napi_status NAPI_CDECL napi_get_and_clear_last_exception(napi_env env, napi_value* result) {
  Check(env, "napi_get_and_clear_last_exception");
  *result = env->exception != nullptr ? std::exchange(env->exception, nullptr) : env->New(napi_undefined);
  return napi_ok;
}
napi_status NAPI_CDECL napi_get_last_error_info(node_api_basic_env env, const napi_extended_error_info** result) {
  *result = &env->last_error;
  return napi_ok;
}
napi_status NAPI_CDECL napi_fatal_exception(napi_env env, napi_value error) {
  Check(env, "napi_fatal_exception");
  const std::u16string& text = error->properties.at("message")->text;
  env->uncaught.emplace_back(text.begin(), text.end());
  return env->Done(napi_ok);
}
void NAPI_CDECL napi_fatal_error(const char* location, std::size_t, const char* message, std::size_t) {
  std::fprintf(stderr, "%s: ", location);
  host::Fail(message);
}

napi_status NAPI_CDECL napi_open_handle_scope(napi_env env, napi_handle_scope* result) {
  Check(env, "napi_open_handle_scope");
  *result = nullptr;
  return env->Done(napi_ok);
}
napi_status NAPI_CDECL napi_close_handle_scope(napi_env env, napi_handle_scope) {
  Check(env, "napi_close_handle_scope");
  return env->Done(napi_ok);
}
napi_status NAPI_CDECL napi_open_escapable_handle_scope(napi_env env, napi_escapable_handle_scope* result) {
  Check(env, "napi_open_escapable_handle_scope");
  *result = nullptr;
  return env->Done(napi_ok);
}
napi_status NAPI_CDECL napi_close_escapable_handle_scope(napi_env env, napi_escapable_handle_scope) {
  Check(env, "napi_close_escapable_handle_scope");
  return env->Done(napi_ok);
}
napi_status NAPI_CDECL napi_escape_handle(napi_env env, napi_escapable_handle_scope, napi_value value,
                                          napi_value* result) {
  Check(env, "napi_escape_handle");
  *result = value;
  return env->Done(napi_ok);
}

napi_status NAPI_CDECL napi_set_instance_data(node_api_basic_env basic_env, void* data, napi_finalize finalize,
                                              void* hint) {
  const auto env = const_cast<napi_env>(basic_env);
  Check(env, "napi_set_instance_data");
  env->instance_data = {finalize, data, hint};
  return env->Done(napi_ok);
}
napi_status NAPI_CDECL napi_get_instance_data(node_api_basic_env basic_env, void** data) {
  const auto env = const_cast<napi_env>(basic_env);
  Check(env, "napi_get_instance_data");
  *data = env->instance_data.data;
  return env->Done(napi_ok);
}
napi_status NAPI_CDECL napi_add_env_cleanup_hook(node_api_basic_env basic_env, napi_cleanup_hook hook, void* data) {
  const auto env = const_cast<napi_env>(basic_env);
  Check(env, "napi_add_env_cleanup_hook");
  env->hooks.emplace_back(hook, data);
  return napi_ok;
}
napi_status NAPI_CDECL napi_remove_env_cleanup_hook(node_api_basic_env basic_env, napi_cleanup_hook hook, void* data) {
  const auto env = const_cast<napi_env>(basic_env);
  Check(env, "napi_remove_env_cleanup_hook");
  const auto found = std::find(env->hooks.begin(), env->hooks.end(), std::make_pair(hook, data));
  if (found != env->hooks.end()) env->hooks.erase(found);
  return napi_ok;
}
