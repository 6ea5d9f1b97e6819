#pragma once

#include <napi.h>

#include <memory>
#include <utility>

#include "com/class_object.h"
#include "com/remote_object.h"

namespace winprogress::com {

template <typename Channel>
struct ServedClassOrigin : RemoteOrigin<ClassObject> {
  std::shared_ptr<Channel> channel;
};

// A class object that JavaScript serves: clients create its objects, whose calls reach JavaScript through a `Channel`.
template <typename Derived, typename Channel>
class ServedClass : public RemoteObject<Derived, ClassObject, ServedClassOrigin<Channel>> {
 public:
  using RemoteObject<Derived, ClassObject, ServedClassOrigin<Channel>>::RemoteObject;

 protected:
  // Registers the class object of the factory that make_factory() creates in the lane. Returns a promise of the
  // Derived.
  template <typename MakeFactory>
  static Napi::Value Register(Napi::Env env, const std::shared_ptr<Connection>& connection, const LaneHandle& lane,
                              const GUID& class_id, const std::shared_ptr<Channel>& channel, MakeFactory make_factory) {
    return connection->Call(
        env, lane, "CoRegisterClassObject",
        [of = lane.lane(), class_id, channel, make_factory = std::move(make_factory)] {
          try {
            const auto factory = make_factory();
            return LaneOwned<ClassObject>::Make(*of, class_id, *factory.Get());
          } catch (...) {
            channel->End();
            throw;
          }
        },
        [lane, channel](Connection& of, Napi::Env value_env, LaneOwned<ClassObject> served) {
          of.KeepAliveFor(channel, true);
          return ServedClass::Make(value_env, {{of.shared_from_this(), lane, std::move(served)}, channel});
        });
  }

  // Revokes the class object, and closes the channel, which was ended before.
  Napi::Value Revoke(Napi::Env env) {
    return this->connection().Call(
        env, this->lane(), "CoRevokeClassObject",
        [served = this->object()] {
          served.Destroy();
          return true;
        },
        [channel = this->channel()](Connection& of, Napi::Env value_env, bool) {
          of.CloseChannel(channel);
          return value_env.Undefined();
        });
  }

  const std::shared_ptr<Channel>& channel() const noexcept { return this->origin().channel; }
};

}  // namespace winprogress::com
