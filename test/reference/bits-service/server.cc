// A BITS whose jobs move as a test has them move, in the place of the host's own.
//
//   bits-service.exe /Control:PORT   what a test starts, and COM when it has ended; the test listens on PORT
//   bits-service.exe /UnregServer    leaves the class to the host's BITS again

#include "control.h"

#include <cwchar>

#include "../anchors.h"
#include "commands.h"
#include "object.h"
#include "objects.h"
#include "registration.h"

namespace reference {
namespace {

class Factory final : public ServedObject<Factory, IClassFactory> {
 public:
  explicit Factory(Service& service) : ServedObject(service) {}

  json::Value subject() const { return {}; }
  void* find(REFIID interface_id) noexcept {
    if (!is_one_of(interface_id, {&IID_IUnknown, &IID_IClassFactory})) return nullptr;
    return static_cast<IClassFactory*>(this);
  }

  HRESULT WINAPI CreateInstance(IUnknown* outer, REFIID interface_id, void** out) noexcept override {
    ComPtr<IBackgroundCopyManager> manager;
    *out = nullptr;
    const HRESULT result = service_.call("IClassFactory.CreateInstance", {}, json::Object{}, [&] {
      if (outer) return CLASS_E_NOAGGREGATION;
      manager = make_manager(service_);
      return S_OK;
    });
    return manager ? manager->QueryInterface(interface_id, out) : result;
  }
  HRESULT WINAPI LockServer(BOOL) noexcept override { return S_OK; }
};

/** The class as clients can activate it. */
class Offer {
 public:
  explicit Offer(Service& service) : factory_(ComPtr<IClassFactory>::attach(new Factory(service))) {}
  Offer(const Offer&) = delete;
  Offer& operator=(const Offer&) = delete;
  ~Offer() { withdraw(); }

  void make() {
    if (!cookie_)
      check(CoRegisterClassObject(kManagerClass, factory_.get(), CLSCTX_LOCAL_SERVER, REGCLS_MULTIPLEUSE, &cookie_));
  }
  void withdraw() noexcept {
    if (cookie_) CoRevokeClassObject(std::exchange(cookie_, 0));
  }

 private:
  ComPtr<IClassFactory> factory_;
  DWORD cookie_ = 0;
};

/** Wine takes the class of a process that has ended for one that is still served, so every end begins with `withdraw`.
 */
void serve(unsigned short port) {
  check(CoInitializeEx(nullptr, COINIT_MULTITHREADED));
  Control control(port);
  take_place_of_bits(port);
  std::vector<IID> served = proxied_interfaces();
  served.insert(served.end(), {IID_IUnknown, IID_IClassFactory});
  anchor_interfaces(served);
  // They live as long as the process: objects of clients and threads refer to them.
  auto& service = *new Service();
  auto& offer = *new Offer(service);
  service.notifier.start();
  control.send(json::Object{{"event", "started"}, {"process", GetCurrentProcessId()}});
  json::Value message;
  while (control.receive(message)) {
    const json::Value id = message["id"];
    const std::string command = message["command"].ascii();
    if (command == "exit") break;
    const Reply reply = [&control, id](json::Value result) {
      control.send(json::Object{{"id", id}, {"result", std::move(result)}});
    };
    const HRESULT result = guarded([&] {
      if (command == "serve") {
        offer.make();
        reply({});
      } else if (command == "withdraw") {
        offer.withdraw();
        reply({});
      } else {
        carry_out(service, command, message["arguments"], reply);
      }
      return S_OK;
    });
    if (FAILED(result)) control.send(json::Object{{"id", id}, {"error", static_cast<ULONG>(result)}});
  }
  offer.withdraw();
  give_place_back();
  // Straight out, without releasing anything: calls of clients may be anywhere.
  ExitProcess(0);
}

unsigned short port_of(const wchar_t* command_line) {
  constexpr wchar_t kOption[] = L"/Control:";
  const wchar_t* found = std::wcsstr(command_line, kOption);
  return found ? static_cast<unsigned short>(std::wcstoul(found + std::size(kOption) - 1, nullptr, 10)) : 0;
}

}  // namespace
}  // namespace reference

int WINAPI wWinMain(HINSTANCE, HINSTANCE, LPWSTR command_line, int) {
  using namespace reference;
  const HRESULT result = guarded([&] {
    if (const unsigned short port = port_of(command_line)) serve(port);
    return S_OK;
  });
  // Without its test, the program must not stay in the place of BITS.
  give_place_back();
  return result;
}
