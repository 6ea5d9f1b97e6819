#pragma once

#include <utility>

namespace winprogress::com {

// Base of the traits of a resource whose invalid value is null.
template <typename Pointer>
struct NullTraits {
  using Value = Pointer;
  static Value Invalid() noexcept { return nullptr; }
};

// Owns one resource of Windows and closes it in the destructor. Traits: the type `Value`, the value `Invalid()` that
// owns nothing, and `Close(Value)`.
template <typename Traits>
class UniqueAny {
 public:
  using Value = typename Traits::Value;

  UniqueAny() noexcept = default;
  explicit UniqueAny(Value owned) noexcept : value_(owned) {}
  UniqueAny(UniqueAny&& other) noexcept : value_(other.Detach()) {}
  UniqueAny& operator=(UniqueAny&& other) noexcept {
    Reset(other.Detach());
    return *this;
  }
  UniqueAny(const UniqueAny&) = delete;
  UniqueAny& operator=(const UniqueAny&) = delete;
  ~UniqueAny() { Reset(); }

  Value Get() const noexcept { return value_; }
  explicit operator bool() const noexcept { return value_ != Traits::Invalid(); }

  // For a function that returns the resource through an out parameter.
  Value* Receive() noexcept {
    Reset();
    return &value_;
  }
  Value Detach() noexcept { return std::exchange(value_, Traits::Invalid()); }
  void Reset(Value owned = Traits::Invalid()) noexcept {
    const Value before = std::exchange(value_, owned);
    if (before != Traits::Invalid()) Traits::Close(before);
  }

 private:
  Value value_ = Traits::Invalid();
};

}  // namespace winprogress::com
