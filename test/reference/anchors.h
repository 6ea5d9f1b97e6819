// Objects that are referenced for the whole life of a process, so that the last object of an interface is never
// released while it runs.
//
// Wine's RPC can hang then. It calls RpcServerUnregisterIf for the last stub of an interface, which marks the
// interface as deleted before it creates the event that it waits for. A call on that interface that ends in between
// frees the interface without setting the event, and the release waits forever. Each marshaling needs a lock that the
// release holds, so that all clients of the process wait too. This occurs once in some thousand releases, in any
// process that serves the interface.
#pragma once

#include <guiddef.h>

#include <vector>

namespace reference {

/** Keeps interfaces that this process serves registered. Throws Failure. */
void anchor_interfaces(const std::vector<GUID>& identifiers);

}  // namespace reference
