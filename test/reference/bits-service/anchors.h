// Objects that keep every interface that this server serves registered, so that an interface's last object is never
// released while a call on it ends: queue-manager/anchors.h has what Wine's RPC does then.
#pragma once

namespace reference {

void anchor_interfaces();

}  // namespace reference
