// A local server for CLSID_BackgroundCopyQMgr, for hosts that have BITS but not its legacy class (Wine).
//
//   queue-manager.exe /RegServer | /UnregServer | /Registered
//   queue-manager.exe -Embedding     started by COM

#include <cwchar>

#include "../anchors.h"
#include "queue_object.h"
#include "registration.h"

namespace reference {
namespace {

/** The interval in which the server checks its groups without callbacks of BITS. */
constexpr DWORD kLookMilliseconds = 250;
/** How long the server waits, after its class was revoked, for clients that are being activated. */
constexpr DWORD kStragglerMilliseconds = 500;

/** The registered class, and the event that revokes it. */
class Offer {
 public:
  explicit Offer(IClassFactory& factory) : factory_(factory) { make(); }
  Offer(const Offer&) = delete;
  Offer& operator=(const Offer&) = delete;
  ~Offer() { withdraw(); }

  void make() {
    withdraw_event_ = CreateEventW(nullptr, TRUE, FALSE, kWithdrawEvent);
    check(CoRegisterClassObject(kQueueManagerClass, &factory_, CLSCTX_LOCAL_SERVER, REGCLS_MULTIPLEUSE, &cookie_));
  }
  void withdraw() noexcept {
    if (cookie_) CoRevokeClassObject(std::exchange(cookie_, 0));
    if (withdraw_event_) CloseHandle(std::exchange(withdraw_event_, nullptr));
  }
  bool is_to_withdraw() const noexcept {
    return withdraw_event_ && WaitForSingleObject(withdraw_event_, 0) == WAIT_OBJECT_0;
  }

 private:
  IClassFactory& factory_;
  DWORD cookie_ = 0;
  HANDLE withdraw_event_ = nullptr;
};

void serve() {
  check(CoInitializeEx(nullptr, COINIT_MULTITHREADED));
  anchor_interfaces({IID_IUnknown, IID_IClassFactory, IID_IBackgroundCopyQMgr, IID_IBackgroundCopyGroup,
                     IID_IBackgroundCopyJob1, IID_IEnumBackgroundCopyGroups, IID_IEnumBackgroundCopyJobs1,
                     IID_IBackgroundCopyCallback});
  const auto lifetime = std::make_shared<Lifetime>();
  const auto queue = std::make_shared<Queue>(lifetime);
  const auto factory = ComPtr<IClassFactory>::attach(new QueueFactory(queue));
  Offer offer(*factory.get());
  bool withdrawn_for_good = false;
  for (;;) {
    WaitForSingleObject(lifetime->wake_event(), kLookMilliseconds);
    if (queue->settle()) lifetime->stirred();
    queue->notify_classes();
    if (offer.is_to_withdraw()) {
      offer.withdraw();
      withdrawn_for_good = true;
    }
    if (!lifetime->over(queue->has_unfinished())) continue;
    offer.withdraw();
    Sleep(kStragglerMilliseconds);
    if (lifetime->over(queue->has_unfinished())) break;
    if (!withdrawn_for_good) offer.make();
  }
  queue->close();
  // Exits without releasing objects: those of ended clients still exist, their calls may be
  // running, and the anchors in the host stay alive longer this way.
  ExitProcess(0);
}

}  // namespace
}  // namespace reference

int WINAPI wWinMain(HINSTANCE, HINSTANCE, LPWSTR command_line, int) {
  using namespace reference;
  if (wcsstr(command_line, L"/RegServer")) return register_server();
  if (wcsstr(command_line, L"/UnregServer")) return unregister_server();
  if (wcsstr(command_line, L"/Registered")) return report_registration();
  return guarded([] {
    serve();
    return S_OK;
  });
}
