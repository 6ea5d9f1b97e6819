#include "missing_file_server.h"

#include <string_view>

#include "com.h"

namespace reference {
namespace {

constexpr std::string_view kAnswer = "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

class Socket {
 public:
  explicit Socket(SOCKET socket) : socket_(socket) {
    if (socket == INVALID_SOCKET) throw Failure(HRESULT_FROM_WIN32(static_cast<DWORD>(WSAGetLastError())));
  }
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;
  ~Socket() {
    if (socket_ != INVALID_SOCKET) closesocket(socket_);
  }

  SOCKET get() const noexcept { return socket_; }
  SOCKET release() noexcept { return std::exchange(socket_, INVALID_SOCKET); }

 private:
  SOCKET socket_;
};

void check_socket(int result) {
  if (result == SOCKET_ERROR) throw Failure(HRESULT_FROM_WIN32(static_cast<DWORD>(WSAGetLastError())));
}

SOCKET listen_on_loopback() {
  WSADATA data;
  check(HRESULT_FROM_WIN32(static_cast<DWORD>(WSAStartup(MAKEWORD(2, 2), &data))));
  Socket listener(socket(AF_INET, SOCK_STREAM, IPPROTO_TCP));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  check_socket(bind(listener.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address));
  check_socket(listen(listener.get(), SOMAXCONN));
  return listener.release();
}

}  // namespace

MissingFileServer::MissingFileServer() : listener_(listen_on_loopback()) {}

MissingFileServer::~MissingFileServer() { closesocket(listener_); }

std::wstring MissingFileServer::url() const {
  sockaddr_in address{};
  int size = sizeof address;
  check_socket(getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size));
  return L"http://127.0.0.1:" + std::to_wstring(ntohs(address.sin_port)) + L"/missing";
}

void MissingFileServer::answer(long milliseconds) {
  fd_set waiting;
  FD_ZERO(&waiting);
  FD_SET(listener_, &waiting);
  timeval limit = {milliseconds / 1000, milliseconds % 1000 * 1000};
  const int ready = select(0, &waiting, nullptr, nullptr, &limit);
  check_socket(ready);
  if (ready == 0) return;
  const Socket client(accept(listener_, nullptr, nullptr));
  // The head of a request without a body arrives at once. A client that sends nothing is answered when it ends.
  char request[4096];
  if (recv(client.get(), request, sizeof request, 0) <= 0) return;
  send(client.get(), kAnswer.data(), static_cast<int>(kAnswer.size()), 0);
  shutdown(client.get(), SD_SEND);
}

}  // namespace reference
