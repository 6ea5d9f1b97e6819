#include "world.h"

namespace com = winprogress::com;
using com::LaneHandle;
using com::LaneOwned;
using host::Await;
using host::FakeNode;
using host::Gate;
using host::PromiseState;
using host::World;

namespace {

// Records the threads in which it is destroyed.
struct Ends {
  std::atomic<int> in_lane{0};
  std::atomic<int> elsewhere{0};
};

class Owned {
 public:
  explicit Owned(std::shared_ptr<Ends> ends) : ends_(std::move(ends)), thread_(std::this_thread::get_id()) {}
  Owned(const Owned&) = delete;
  Owned& operator=(const Owned&) = delete;
  ~Owned() { ++(std::this_thread::get_id() == thread_ ? ends_->in_lane : ends_->elsewhere); }

 private:
  const std::shared_ptr<Ends> ends_;
  const std::thread::id thread_;
};

// Makes a call of the lane hang, and returns once it hangs.
void Hang(World& world, const LaneHandle& lane, const std::shared_ptr<Gate>& gate) {
  const int before = gate->waiting();
  world.Call(lane, [gate] { gate->Wait(); });
  Await([gate, before] { return gate->waiting() > before; });
}

LaneOwned<Owned> MakeOwned(World& world, const LaneHandle& lane, const std::shared_ptr<Ends>& ends) {
  auto made = std::make_shared<LaneOwned<Owned>>();
  const auto promise =
      world.Call(lane, [made, ends, lane = lane.lane()] { *made = LaneOwned<Owned>::Make(*lane, ends); });
  world.RunUntilSettled(promise);
  return std::exchange(*made, {});
}

// Hangs in its lane when it is released, like an object whose Release does not return.
class HangsAtEnd {
 public:
  explicit HangsAtEnd(std::shared_ptr<Gate> gate) noexcept : gate_(std::move(gate)) {}
  HangsAtEnd(const HangsAtEnd&) = delete;
  HangsAtEnd& operator=(const HangsAtEnd&) = delete;
  ~HangsAtEnd() { gate_->Wait(); }

 private:
  const std::shared_ptr<Gate> gate_;
};

}  // namespace

TEST_CASE("a call resolves with what its work returns, and rejects with the HRESULT that it throws") {
  World world;
  const LaneHandle lane = world.connection->OpenLane(L"lane");
  const auto resolved = world.Call(lane, [] { return DWORD{7}; });
  const auto rejected = world.Call(lane, [] { com::ThrowIfFailed(E_ABORT, "Test.Call"); });
  world.RunUntilSettled(rejected);
  CHECK(com::From<DWORD>(FakeNode::ResultOf(resolved)) == 7);
  CHECK(World::FailureOf(rejected) == E_ABORT);
  world.Close();
}

TEST_CASE("a call that was rejected because no thread could be created does not run later") {
  World world;
  const LaneHandle lane = world.connection->OpenLane(L"lane");
  const auto runs = std::make_shared<std::atomic<int>>(0);
  Napi::Value refused;
  {
    const host::WithoutThreads guard;
    refused = world.Call(lane, [runs] { ++*runs; });
  }
  CHECK(World::FailureOf(refused) == E_OUTOFMEMORY);
  CHECK(!world.node.IsAlive());
  const auto promise = world.Call(lane, [] {});
  world.RunUntilSettled(promise);
  CHECK(FakeNode::StateOf(promise) == PromiseState::kResolved);
  CHECK(*runs == 0);
  CHECK(runs.use_count() == 1);
  world.Close();
}

TEST_CASE("calls keep the event loop running until they are settled") {
  World world;
  const LaneHandle lane = world.connection->OpenLane(L"lane");
  CHECK(!world.node.IsAlive());
  const auto promise = world.Call(lane, [] {});
  CHECK(world.node.IsAlive());
  world.RunUntilSettled(promise);
  CHECK(!world.node.IsAlive());
  world.Close();
}

TEST_CASE("closing a connection with twenty hung lanes takes one deadline of 500 ms") {
  World world;
  const auto gate = std::make_shared<Gate>();
  std::vector<LaneHandle> lanes;
  std::vector<Napi::Value> calls;
  for (int index = 0; index < 20; ++index) {
    lanes.push_back(world.connection->OpenLane(L"lane"));
    calls.push_back(world.Call(lanes.back(), [gate] { gate->Wait(); }));
  }
  Await([gate] { return gate->waiting() == 20; });
  const auto closed = world.connection->Close(world.env());
  for (const Napi::Value& call : calls)
    CHECK(World::FailureOf(call) == RPC_E_DISCONNECTED);
  host::AwaitTimedWaits(1);
  host::AdvanceTime(499);
  while (world.node.RunOnce()) {
  }
  CHECK(FakeNode::StateOf(closed) == PromiseState::kPending);
  host::AdvanceTime(1);
  // A second deadline would be visible as another wait for a time.
  host::AwaitTimedWaits(1, [&] {
    world.node.RunOnce();
    return FakeNode::StateOf(closed) != PromiseState::kPending;
  });
  CHECK(FakeNode::StateOf(closed) == PromiseState::kResolved);
  gate->Open();
}

TEST_CASE("a connection that is never closed waits 500 ms in total for twenty hung lanes") {
  const auto gate = std::make_shared<Gate>();
  std::atomic<bool> ended{false};
  std::atomic<int> deadlines{0};
  World world;
  std::vector<LaneHandle> lanes;
  for (int index = 0; index < 20; ++index)
    lanes.push_back(world.connection->OpenLane(L"lane"));
  // Advances time in another thread, since this one waits.
  std::thread time;
  const auto start_time = [&] {
    time = std::thread([&] {
      for (;;) {
        host::AwaitTimedWaits(1, [&] { return ended.load(); });
        if (ended) return;
        ++deadlines;
        host::AdvanceTime(500);
      }
    });
  };
  SUBCASE("when its worker is terminated while they hang in a call") {
    for (const LaneHandle& lane : lanes)
      Hang(world, lane, gate);
    start_time();
    world.node.End();
  }
  SUBCASE("when it is collected while they hang in a release") {
    for (const LaneHandle& lane : lanes) {
      const auto owned = std::make_shared<LaneOwned<HangsAtEnd>>();
      world.RunUntilSettled(
          world.Call(lane, [owned, gate, lane = lane.lane()] { *owned = LaneOwned<HangsAtEnd>::Make(*lane, gate); }));
    }
    Await([gate] { return gate->waiting() == 20; });
    start_time();
    world.connection.reset();
  }
  ended = true;
  time.join();
  CHECK(deadlines == 1);
  while (world.node.RunOnce()) {
  }
  CHECK(world.node.thread_safe_functions() == 0);
  gate->Open();
}

TEST_CASE("a lane ends with its last handle, after the tasks that were posted before") {
  World world;
  auto lane = std::make_unique<LaneHandle>(world.connection->OpenLane(L"lane"));
  const auto gate = std::make_shared<Gate>();
  Hang(world, *lane, gate);
  const auto last = world.Call(*lane, [] { return DWORD{1}; });
  const std::shared_ptr<com::Lane> kept = lane->lane();
  lane.reset();
  CHECK(kept->ended());
  gate->Open();
  world.RunUntilSettled(last);
  CHECK(FakeNode::StateOf(last) == PromiseState::kResolved);
  Await([] { return host::LiveThreads() == 0; });
  world.Close();
}

TEST_CASE("a LaneOwned is destroyed once and in its lane") {
  World world;
  const auto ends = std::make_shared<Ends>();
  auto lane = std::make_unique<LaneHandle>(world.connection->OpenLane(L"lane"));
  LaneOwned<Owned> owned = MakeOwned(world, *lane, ends);
  REQUIRE(ends->in_lane == 0);

  SUBCASE("when its last owner is destroyed in another thread") {
    LaneOwned<Owned> copy = owned;
    owned.Reset();
    world.RunUntilSettled(world.Call(*lane, [] {}));
    CHECK(ends->in_lane == 0);
    std::thread([share = std::exchange(copy, {})]() mutable { share.Reset(); }).join();
    world.RunUntilSettled(world.Call(*lane, [] {}));
    CHECK(ends->in_lane == 1);
  }
  SUBCASE("when the lane ends while it has an owner") {
    lane.reset();
    Await([] { return host::LiveThreads() == 0; });
    CHECK(ends->in_lane == 1);
    owned.Reset();
  }
  SUBCASE("when Destroy is called before its owners are destroyed and the lane ends") {
    world.RunUntilSettled(world.Call(*lane, [owned] { owned.Destroy(); }));
    CHECK(ends->in_lane == 1);
    owned.Reset();
    lane.reset();
    Await([] { return host::LiveThreads() == 0; });
  }
  SUBCASE("when its last owner is destroyed while the lane hangs") {
    const auto gate = std::make_shared<Gate>();
    Hang(world, *lane, gate);
    owned.Reset();
    CHECK(ends->in_lane == 0);
    gate->Open();
    world.RunUntilSettled(world.Call(*lane, [] {}));
    CHECK(ends->in_lane == 1);
  }
  SUBCASE("when its lane is stopped while it hangs, and the last owner is destroyed after that") {
    const auto gate = std::make_shared<Gate>();
    Hang(world, *lane, gate);
    (*lane)->Stop();
    owned.Reset();
    CHECK(ends->in_lane == 0);
    gate->Open();
    Await([] { return host::LiveThreads() == 0; });
    CHECK(ends->in_lane == 1);
  }
  SUBCASE("when its last owner is destroyed, and the lane is stopped before its task runs") {
    const auto gate = std::make_shared<Gate>();
    Hang(world, *lane, gate);
    owned.Reset();
    (*lane)->Stop();
    gate->Open();
    Await([] { return host::LiveThreads() == 0; });
    CHECK(ends->in_lane == 1);
  }
  lane.reset();
  world.Close();
  CHECK(ends->in_lane == 1);
  CHECK(ends->elsewhere == 0);
}

TEST_CASE("using a LaneOwned that has been destroyed rejects with RPC_E_DISCONNECTED") {
  World world;
  const LaneHandle lane = world.connection->OpenLane(L"lane");
  const LaneOwned<Owned> owned = MakeOwned(world, lane, std::make_shared<Ends>());
  world.RunUntilSettled(world.Call(lane, [owned] { owned.Destroy(); }));
  const auto promise = world.Call(lane, [owned] { owned.Use("Test.Call"); });
  world.RunUntilSettled(promise);
  CHECK(World::FailureOf(promise) == RPC_E_DISCONNECTED);
  world.Close();
}

TEST_CASE("a lane in a single-threaded apartment runs tasks and ends") {
  World world;
  auto lane = std::make_unique<LaneHandle>(world.connection->OpenLane(L"lane", com::ApartmentKind::kSingleThreaded));
  for (DWORD index = 0; index < 100; ++index) {
    const auto promise = world.Call(*lane, [index] { return index; });
    world.RunUntilSettled(promise);
    CHECK(com::From<DWORD>(FakeNode::ResultOf(promise)) == index);
  }
  lane.reset();
  Await([] { return host::LiveThreads() == 0; });
  world.Close();
}

TEST_CASE("a lane whose spinning finds no work sleeps at once, until a short sleep shows that spinning is better") {
  winprogress::com::Spin spin;
  const auto looks = [&spin] {
    int count = 0;
    spin.Until([&count] {
      ++count;
      return false;
    });
    return count;
  };
  const auto sleep = [&spin](auto duration) {
    // After a preemption some sleeps are ignored.
    for (int sleeps = 0; sleeps < 20; ++sleeps)
      spin.OnSlept(duration);
  };
  while (looks() > 1) {
  }
  sleep(std::chrono::seconds(1));
  CHECK(looks() == 1);
  sleep(std::chrono::microseconds(50));
  CHECK(looks() > 1);
}
