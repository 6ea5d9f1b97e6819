#pragma once

#include <windows.h>

#include <bits.h>
#include <guiddef.h>

#include "bits/queue_manager_interfaces.h"
#include "com/interface_id.h"

// Defined by value, since not every tool chain's import library has them.
namespace winprogress::bits {

// bits.h. https://learn.microsoft.com/windows/win32/api/bits/
inline constexpr GUID kClassBackgroundCopyManager = {
    0x4991D34B, 0x80A1, 0x4291, {0x83, 0xB6, 0x33, 0x28, 0x36, 0x6B, 0x90, 0x97}};

// qmgr.h. https://learn.microsoft.com/windows/win32/api/qmgr/
inline constexpr GUID kClassBackgroundCopyQMgr = {
    0x69AD4AEE, 0x51BE, 0x439B, {0xA9, 0x2C, 0x86, 0xAE, 0x49, 0x0E, 0x8B, 0x30}};

}  // namespace winprogress::bits

namespace winprogress::com {

template <>
struct InterfaceId<IBackgroundCopyManager> {
  static constexpr GUID kValue = {0x5CE34C0D, 0x0DC9, 0x4C1F, {0x89, 0x7C, 0xDA, 0xA1, 0xB7, 0x8C, 0xEE, 0x7C}};
};

template <>
struct InterfaceId<IBackgroundCopyJob> {
  static constexpr GUID kValue = {0x37668D37, 0x507E, 0x4160, {0x93, 0x16, 0x26, 0x30, 0x6D, 0x15, 0x0B, 0x12}};
};

template <>
struct InterfaceId<IBackgroundCopyCallback> {
  static constexpr GUID kValue = {0x97EA99C7, 0x0186, 0x4AD4, {0x8D, 0xF9, 0xC5, 0xB4, 0xE0, 0xED, 0x6B, 0x22}};
};

template <>
struct InterfaceId<bits::legacy::IBackgroundCopyQMgr> {
  static constexpr GUID kValue = {0x16F41C69, 0x09F5, 0x41D2, {0x8C, 0xD8, 0x3C, 0x08, 0xC4, 0x7B, 0xC8, 0xA8}};
};

}  // namespace winprogress::com
