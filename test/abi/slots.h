// Compares two declarations of one COM method: the slot of the vtable that a call uses, and the types of the
// parameters. For 64-bit Windows, where a callee does not remove its parameters from the stack.
#pragma once

#include <windows.h>

#include <array>
#include <cstddef>
#include <type_traits>
#include <utility>

namespace abi {

static_assert(sizeof(void*) == 8, "the slots are found on 64-bit Windows only");

// The type that is passed for a parameter: a reference is passed as an address.
template <typename Parameter>
using Passed = std::conditional_t<std::is_reference_v<Parameter>,
                                  std::add_pointer_t<std::remove_reference_t<Parameter>>, std::remove_cv_t<Parameter>>;

template <typename Left, typename Right>
constexpr bool IsPassedAlike() {
  using L = Passed<Left>;
  using R = Passed<Right>;
  return sizeof(L) == sizeof(R) && std::is_pointer_v<L> == std::is_pointer_v<R> &&
         std::is_class_v<L> == std::is_class_v<R>;
}

template <typename Parameter>
Parameter MakeArgument() {
  if constexpr (std::is_reference_v<Parameter>) {
    static const std::remove_cv_t<std::remove_reference_t<Parameter>> value = {};
    return const_cast<Parameter>(value);
  } else {
    return Parameter{};
  }
}

// An object with a vtable whose every entry records its number.
class Recorder {
 public:
  template <typename Interface, typename... Parameters>
  static std::size_t SlotOf(HRESULT (STDMETHODCALLTYPE Interface::*method)(Parameters...)) {
    static const auto table = MakeTable(std::make_index_sequence<kSlots>());
    const void* object = table.data();
    // Prevents the compiler from devirtualizing the call.
    void* volatile address = &object;
    (static_cast<Interface*>(address)->*method)(MakeArgument<Parameters>()...);
    return last_;
  }

 private:
  static constexpr std::size_t kSlots = 32;
  using Function = HRESULT(STDMETHODCALLTYPE*)(void*);

  template <std::size_t Slot>
  static HRESULT STDMETHODCALLTYPE Record(void*) {
    last_ = Slot;
    return S_OK;
  }
  template <std::size_t... Slots>
  static std::array<Function, kSlots> MakeTable(std::index_sequence<Slots...>) {
    return {&Record<Slots>...};
  }

  inline static std::size_t last_ = 0;
};

template <typename Ours, typename... OurParameters, typename Theirs, typename... TheirParameters>
bool IsSameMethod(HRESULT (STDMETHODCALLTYPE Ours::*ours)(OurParameters...),
                  HRESULT (STDMETHODCALLTYPE Theirs::*theirs)(TheirParameters...)) {
  static_assert(sizeof...(OurParameters) == sizeof...(TheirParameters), "another number of parameters");
  static_assert((IsPassedAlike<OurParameters, TheirParameters>() && ...), "a parameter is passed in another way");
  return Recorder::SlotOf(ours) == Recorder::SlotOf(theirs);
}

}  // namespace abi
