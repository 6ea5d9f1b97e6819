#pragma once

#include <memory>

#include "group.h"

namespace reference {

/**
 * Calls the notification class of a group if it is due (GROUPPROP_NOTIFYCLSID), in a thread of its own: a class whose
 * process hangs does not hold up the server.
 */
void notify_class(const std::shared_ptr<Group>& group, const std::shared_ptr<Lifetime>& lifetime);

}  // namespace reference
