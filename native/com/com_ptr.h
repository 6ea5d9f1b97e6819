#pragma once

#include <windows.h>

#include <unknwn.h>

#include <utility>

namespace winprogress::com {

// Owns one reference of a COM interface.
template <typename Interface>
class ComPtr {
 public:
  ComPtr() noexcept = default;
  // Adds a reference.
  explicit ComPtr(Interface* borrowed) noexcept : pointer_(borrowed) {
    if (pointer_ != nullptr) pointer_->AddRef();
  }
  // Takes ownership of the caller's reference.
  static ComPtr Attach(Interface* owned) noexcept {
    ComPtr pointer;
    pointer.pointer_ = owned;
    return pointer;
  }
  ComPtr(const ComPtr& other) noexcept : ComPtr(other.pointer_) {}
  ComPtr(ComPtr&& other) noexcept : pointer_(std::exchange(other.pointer_, nullptr)) {}
  ComPtr& operator=(ComPtr other) noexcept {
    std::swap(pointer_, other.pointer_);
    return *this;
  }
  ~ComPtr() { Reset(); }

  void Reset() noexcept {
    if (Interface* released = std::exchange(pointer_, nullptr)) released->Release();
  }

  Interface* Get() const noexcept { return pointer_; }
  Interface* operator->() const noexcept { return pointer_; }
  Interface& operator*() const noexcept { return *pointer_; }
  explicit operator bool() const noexcept { return pointer_ != nullptr; }

  // Transfers ownership of the reference to the caller.
  Interface* Detach() noexcept { return std::exchange(pointer_, nullptr); }

  // For out parameters: takes ownership of the reference from the callee.
  Interface** Receive() noexcept {
    Reset();
    return &pointer_;
  }

 private:
  Interface* pointer_ = nullptr;
};

}  // namespace winprogress::com
