#include "control.h"

#include "../queue-manager/com.h"

namespace reference {

Control::Control(unsigned short port) {
  WSADATA data;
  if (WSAStartup(MAKEWORD(2, 2), &data) != 0) throw Failure(E_FAIL);
  socket_ = socket(AF_INET, SOCK_STREAM, IPPROTO_TCP);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
    throw Failure(HRESULT_FROM_WIN32(static_cast<DWORD>(WSAGetLastError())));
}

Control::~Control() { closesocket(socket_); }

void Control::send(const json::Value& message) {
  const std::string line = message.write() + "\n";
  const std::lock_guard<std::mutex> guard(sending_);
  for (std::size_t sent = 0; sent < line.size();) {
    const int count = ::send(socket_, line.data() + sent, static_cast<int>(line.size() - sent), 0);
    if (count <= 0) return;
    sent += static_cast<std::size_t>(count);
  }
}

bool Control::receive(json::Value& message) {
  std::size_t end;
  while ((end = received_.find('\n')) == std::string::npos) {
    char buffer[4096];
    const int count = recv(socket_, buffer, sizeof buffer, 0);
    if (count <= 0) return false;
    received_.append(buffer, static_cast<std::size_t>(count));
  }
  message = json::Value::parse(received_.substr(0, end));
  received_.erase(0, end + 1);
  return true;
}

}  // namespace reference
