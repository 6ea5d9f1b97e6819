#pragma once

#include <napi.h>

#include <algorithm>
#include <cstdint>
#include <vector>

namespace winprogress::com {

// Events of several kinds, which a listener is told in the order in which they came.
class EventList {
 public:
  static Napi::Object MakeEvent(Napi::Env env, const char* type) {
    Napi::Object object = Napi::Object::New(env);
    object.Set("type", Napi::String::New(env, type));
    return object;
  }

  void Add(std::uint64_t sequence, Napi::Object object) { events_.push_back({sequence, object}); }

  // Nothing where there is nothing to tell.
  void Tell(Napi::Env env, const Napi::FunctionReference& listener) {
    if (events_.empty()) return;
    std::sort(events_.begin(), events_.end(),
              [](const Event& left, const Event& right) { return left.sequence < right.sequence; });
    Napi::Array list = Napi::Array::New(env, events_.size());
    for (std::size_t index = 0; index < events_.size(); ++index)
      list.Set(static_cast<std::uint32_t>(index), events_[index].object);
    listener.Call({list});
  }

 private:
  struct Event {
    std::uint64_t sequence;
    Napi::Object object;
  };

  std::vector<Event> events_;
};

}  // namespace winprogress::com
