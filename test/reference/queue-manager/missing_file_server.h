// An HTTP server on the loopback without any file, for jobs that have to fail.
#pragma once

#include <winsock2.h>

#include <string>

namespace reference {

class MissingFileServer {
 public:
  /** Throws Failure. */
  MissingFileServer();
  MissingFileServer(const MissingFileServer&) = delete;
  MissingFileServer& operator=(const MissingFileServer&) = delete;
  ~MissingFileServer();

  std::wstring url() const;
  /** Answers the next request with 404, if one arrives within this time. Throws Failure. */
  void answer(long milliseconds);

 private:
  SOCKET listener_;
};

}  // namespace reference
