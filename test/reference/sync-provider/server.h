// The classes of the library.
#pragma once

#include <windows.h>

namespace reference {

// {5C7A1E01-6B0F-4D7C-9C50-0E1B5A9F1A01} and its neighbours.
constexpr CLSID class_of_provider(BYTE last) {
  return {0x5C7A1E01, 0x6B0F, 0x4D7C, {0x9C, 0x50, 0x0E, 0x1B, 0x5A, 0x9F, 0x1A, last}};
}
constexpr CLSID kReportingClass = class_of_provider(1);
constexpr CLSID kFailingClass = class_of_provider(2);
constexpr CLSID kHangingClass = class_of_provider(3);
constexpr CLSID kOutlivingClass = class_of_provider(4);
constexpr CLSID kApartmentClass = class_of_provider(5);
// {F82B4EF1-93A9-4DDE-8015-F7950A1A6E31}
constexpr CLSID kRegistrationClass = {0xF82B4EF1, 0x93A9, 0x4DDE, {0x80, 0x15, 0xF7, 0x95, 0x0A, 0x1A, 0x6E, 0x31}};

/** Serves the registration of sync providers in this process only; the class is not visible to others. */
HRESULT serve_registration();
/** Revokes it. */
HRESULT withdraw_registration();

}  // namespace reference
