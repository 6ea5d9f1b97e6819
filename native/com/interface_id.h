#pragma once

#include <windows.h>

#include <guiddef.h>
#include <unknwn.h>

namespace winprogress::com {

// The IID of an interface, specialised beside each interface that the addon uses: `struct InterfaceId<IFoo> { static
// constexpr GUID kValue = {…}; }`. By value, since not every tool chain's import library has them all.
template <typename Interface>
struct InterfaceId;

template <typename Interface>
inline constexpr const GUID& kInterfaceId = InterfaceId<Interface>::kValue;

template <>
struct InterfaceId<IUnknown> {
  static constexpr GUID kValue = {0x00000000, 0x0000, 0x0000, {0xC0, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x46}};
};

template <>
struct InterfaceId<IClassFactory> {
  static constexpr GUID kValue = {0x00000001, 0x0000, 0x0000, {0xC0, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x46}};
};

// objidl.h: an object that has it can be called from every apartment. It adds no method to IUnknown.
inline constexpr GUID kInterfaceAgileObject = {
    0x94EA2B94, 0xE9CC, 0x49E0, {0xC0, 0xFF, 0xEE, 0x64, 0xCA, 0x8F, 0x5B, 0x90}};

// objidl.h: every standard proxy has it.
inline constexpr GUID kInterfaceProxyManager = {
    0x00000008, 0x0000, 0x0000, {0xC0, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x46}};

}  // namespace winprogress::com
