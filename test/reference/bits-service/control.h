// The connection to the test that controls the service: lines of JSON on the loopback interface.
#pragma once

// Before everything that includes <windows.h>, which would bring the first version of sockets.
#include <winsock2.h>

#include <mutex>
#include <string>

#include "json.h"

namespace reference {

class Control {
 public:
  /** Connects to the port on which the test listens; throws when it does not. */
  explicit Control(unsigned short port);
  Control(const Control&) = delete;
  Control& operator=(const Control&) = delete;
  ~Control();

  void send(const json::Value& message);
  /** The next message; false when the test has closed the connection. */
  bool receive(json::Value& message);

 private:
  SOCKET socket_ = INVALID_SOCKET;
  std::mutex sending_;
  std::string received_;
};

}  // namespace reference
