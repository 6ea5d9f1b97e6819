#pragma once

#include <guiddef.h>

#include <vector>

namespace reference {

/**
 * Puts this program and its proxies in the place of the host's BITS, whose service is stopped. COM starts the program
 * with the same port again when it has ended. Throws Failure.
 *
 * Under HKLM\Software\Classes, since Wine's COM does not look into HKCU.
 */
void take_place_of_bits(unsigned short port);

/** The interfaces whose proxies it registers: those of BITS, and those of its clients that BITS calls. */
std::vector<IID> proxied_interfaces();

/** Leaves the class and the interfaces to the host's BITS again. Succeeds if they are not this program's. */
void give_place_back() noexcept;

}  // namespace reference
