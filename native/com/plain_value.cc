#include "com/plain_value.h"

#include <type_traits>

namespace winprogress::com {

Napi::Value ToValue(Napi::Env env, const PlainValue& value) {
  return std::visit(
      [env](const auto& held) -> Napi::Value {
        using Held = std::decay_t<decltype(held)>;
        if constexpr (std::is_same_v<Held, std::monostate>) {
          return env.Null();
        } else if constexpr (std::is_same_v<Held, PlainObject>) {
          ObjectWriter object(env);
          for (const PlainField& field : held)
            object.Set(field.name, ToValue(env, field.value));
          return object.object();
        } else if constexpr (std::is_same_v<Held, PlainList>) {
          const Napi::Array array = Napi::Array::New(env, held.size());
          for (std::size_t index = 0; index < held.size(); ++index)
            SetElement(array, index, ToValue(env, held[index]));
          return array;
        } else {
          return ToValue(env, held);
        }
      },
      static_cast<const PlainVariant&>(value));
}

}  // namespace winprogress::com
