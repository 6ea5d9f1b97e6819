// What a test can have the service do, each command with one answer.
#pragma once

#include <functional>

#include "json.h"
#include "service.h"

namespace reference {

using Reply = std::function<void(json::Value)>;

/** Carries out a command; `reply` is called once, perhaps later and by another thread. Throws Failure for one that
 * makes no sense. */
void carry_out(Service& service, const std::string& command, const json::Value& arguments, const Reply& reply);

}  // namespace reference
