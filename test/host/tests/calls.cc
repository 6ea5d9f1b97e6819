#include "com/mailbox.h"
#include "com/pending_call.h"
#include "world.h"

namespace com = winprogress::com;
using com::LaneHandle;
using host::Await;
using host::FakeNode;
using host::Gate;
using host::PromiseState;
using host::World;

namespace {

class TestCall final : public com::PendingCall {
 public:
  TestCall(std::shared_ptr<com::Mailbox> mailbox, std::shared_ptr<Gate> gate)
      : PendingCall(std::move(mailbox)), gate_(std::move(gate)) {}
  const char* operation() const noexcept override { return "Test.Call"; }

 protected:
  void Work() override {
    if (gate_ != nullptr) gate_->Wait();
  }
  Napi::Value Result(com::Connection&, Napi::Env env) override { return env.Undefined(); }

 private:
  const std::shared_ptr<Gate> gate_;
};

std::shared_ptr<com::Mailbox> MakeMailbox(Napi::Env env) {
  napi_threadsafe_function wake_up = nullptr;
  REQUIRE(napi_create_threadsafe_function(
              env, nullptr, nullptr, Napi::String::New(env, "test"), 0, 1, nullptr, nullptr, nullptr,
              [](napi_env, napi_value, void*, void*) {}, &wake_up) == napi_ok);
  return std::make_shared<com::Mailbox>(wake_up);
}

// In the calling thread, as in a lane.
void Execute(std::unique_ptr<com::PendingCall> call) {
  com::PendingCall& running = *call;
  running.Execute(std::move(call));
}

}  // namespace

TEST_CASE("a mailbox and its calls do not keep each other alive") {
  host::FakeNode node;
  auto mailbox = MakeMailbox(node.env());
  const std::weak_ptr<com::Mailbox> weak = mailbox;
  SUBCASE("when it is closed with a delivered call that was not taken") {
    Execute(std::make_unique<TestCall>(mailbox, nullptr));
    mailbox->Close();
    mailbox.reset();
  }
  SUBCASE("when a call is delivered after it was closed") {
    auto call = std::make_unique<TestCall>(mailbox, nullptr);
    mailbox->Close();
    mailbox.reset();
    CHECK(!weak.expired());
    Execute(std::move(call));
  }
  SUBCASE("when it is closed during the call, which has the last reference") {
    const auto gate = std::make_shared<Gate>();
    std::thread lane([call = std::make_unique<TestCall>(mailbox, gate)]() mutable { Execute(std::move(call)); });
    Await([gate] { return gate->waiting() == 1; });
    mailbox->Close();
    mailbox.reset();
    CHECK(!weak.expired());
    gate->Open();
    lane.join();
  }
  CHECK(weak.expired());
  while (node.RunOnce()) {
  }
  CHECK(node.thread_safe_functions() == 0);
}

TEST_CASE("a call that hangs when the environment ends is destroyed with its references when it returns") {
  const auto gate = std::make_shared<Gate>();
  const auto held = std::make_shared<int>(0);
  SUBCASE("with the connection left open") {
    World world;
    const LaneHandle lane = world.connection->OpenLane(L"lane");
    world.Call(lane, [gate, held] { gate->Wait(); });
    Await([gate] { return gate->waiting() == 1; });
    std::thread time([] {
      host::AwaitTimedWaits(1);
      host::AdvanceTime(500);
    });
    world.node.End();
    time.join();
    CHECK(world.node.thread_safe_functions() == 0);
    CHECK(held.use_count() == 2);
    gate->Open();
  }
  SUBCASE("after the connection was closed") {
    World world;
    const LaneHandle lane = world.connection->OpenLane(L"lane");
    const auto call = world.Call(lane, [gate, held] { gate->Wait(); });
    Await([gate] { return gate->waiting() == 1; });
    const auto closed = world.connection->Close(world.env());
    CHECK(World::FailureOf(call) == RPC_E_DISCONNECTED);
    host::AwaitTimedWaits(1);
    host::AdvanceTime(500);
    world.RunUntilSettled(closed);
    // The event loop finalizes the thread-safe function in a later turn.
    while (world.node.RunOnce()) {
    }
    CHECK(!world.node.IsAlive());
    CHECK(held.use_count() == 2);
    gate->Open();
  }
  CHECK(held.use_count() == 1);
}

TEST_CASE("an environment can end with pending calls, concurrent reports and ending channels") {
  for (int round = 0; round < 20; ++round) {
    World world;
    const auto channel =
        world.connection->OpenChannel<host::TestChannel>(world.node.MakeFunction([](const Napi::CallbackInfo&) {}));
    std::vector<LaneHandle> lanes;
    const auto runs = std::make_shared<std::atomic<int>>(0);
    for (int index = 0; index < 3; ++index) {
      lanes.push_back(world.connection->OpenLane(
          L"lane", index == 0 ? com::ApartmentKind::kSingleThreaded : com::ApartmentKind::kMultiThreaded));
      for (int call = 0; call < 30; ++call)
        world.Call(lanes.back(), [runs, channel] { channel->Report(++*runs); });
    }
    std::atomic<bool> stop{false};
    std::thread reporter([&stop, channel] {
      for (int value = 0; !stop; ++value) {
        channel->ReportLatest(value);
        if (value == 1000) channel->End();
      }
    });
    Await([runs, round] { return *runs > round; });
    for (int turn = 0; turn < round; ++turn)
      world.node.RunOnce();
    world.node.End();
    stop = true;
    reporter.join();
    CHECK(world.node.thread_safe_functions() == 0);
  }
}

TEST_CASE("a connection without references ends together with its thread-safe function") {
  World world;
  {
    const LaneHandle lane = world.connection->OpenLane(L"lane");
    world.RunUntilSettled(world.Call(lane, [] {}));
  }
  world.connection.reset();
  while (world.node.RunOnce()) {
  }
  CHECK(world.node.thread_safe_functions() == 0);
}
