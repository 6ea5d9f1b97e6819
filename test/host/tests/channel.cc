#include "world.h"

namespace com = winprogress::com;
using host::Await;
using host::EventsOf;
using host::FakeNode;
using host::SeenEvent;
using host::TestChannel;
using host::World;

namespace {

using Events = std::vector<SeenEvent>;

struct Seen {
  std::vector<Events> calls;
  Events all() const {
    Events events;
    for (const Events& call : calls)
      events.insert(events.end(), call.begin(), call.end());
    return events;
  }
};

std::shared_ptr<TestChannel> OpenChannel(World& world, const std::shared_ptr<Seen>& seen) {
  return world.connection->OpenChannel<TestChannel>(
      world.node.MakeFunction([seen](const Napi::CallbackInfo& info) { seen->calls.push_back(EventsOf(info)); }));
}

void InAnotherThread(const std::function<void()>& work) { std::thread(work).join(); }

}  // namespace

TEST_CASE("a listener is called with all queued events in the order in which they occurred") {
  World world;
  const auto seen = std::make_shared<Seen>();
  const auto channel = OpenChannel(world, seen);
  InAnotherThread([channel] {
    channel->ReportLatest(1);
    channel->Report(2);
    channel->ReportLatest(3);
    channel->Report(4);
  });
  world.node.RunUntil([seen] { return !seen->calls.empty(); });
  CHECK(seen->calls == std::vector<Events>{{{2, 0}, {3, 1}, {4, 0}}});
  world.Close();
}

TEST_CASE("events that arrive while the listener runs are delivered although the channel ends at the same time") {
  World world;
  const auto seen = std::make_shared<Seen>();
  auto opened = std::make_shared<std::weak_ptr<TestChannel>>();
  const auto channel = world.connection->OpenChannel<TestChannel>(
      world.node.MakeFunction([seen, opened](const Napi::CallbackInfo& info) {
        seen->calls.push_back(EventsOf(info));
        if (seen->calls.size() > 1) return;
        InAnotherThread([channel = opened->lock()] {
          channel->Report(2);
          channel->ReportLatest(3);
          channel->End();
        });
      }));
  *opened = channel;
  channel->Report(1);
  world.node.RunUntil([channel] { return channel->closes > 0; });
  CHECK(seen->all() == Events{{1, 0}, {2, 0}, {3, 0}});
  CHECK(channel->ends == 1);
  CHECK(channel->closes == 1);
  world.Close();
}

TEST_CASE("a channel that ends while the event loop is blocked delivers its events before it is closed") {
  World world;
  const auto seen = std::make_shared<Seen>();
  const auto channel = OpenChannel(world, seen);
  world.connection->KeepAliveFor(channel, true);
  CHECK(world.node.IsAlive());
  InAnotherThread([channel] {
    channel->Report(1);
    channel->End();
    channel->Report(2);
  });
  CHECK(channel->closes == 0);
  world.node.RunUntil([channel] { return channel->closes > 0; });
  CHECK(seen->all() == Events{{1, 0}});
  CHECK(channel->ends == 1);
  CHECK(!world.node.IsAlive());
  world.Close();
}

TEST_CASE("a full queue drops its oldest events and counts them in the first that is left") {
  World world;
  const auto seen = std::make_shared<Seen>();
  const auto channel = OpenChannel(world, seen);
  for (int value = 1; value <= 8; ++value)
    channel->Report(value);
  world.node.RunUntil([seen] { return !seen->calls.empty(); });
  CHECK(seen->all() == Events{{6, 5}, {7, 0}, {8, 0}});
  channel->Report(9);
  world.node.RunUntil([seen] { return seen->calls.size() == 2; });
  CHECK(seen->calls.back() == Events{{9, 0}});
  world.Close();
}

TEST_CASE("no event and no count is lost during a flood of events") {
  World world;
  const auto seen = std::make_shared<Seen>();
  const auto channel = OpenChannel(world, seen);
  constexpr int kReports = 20'000;
  std::thread reporter([channel] {
    for (int value = 1; value <= kReports; ++value)
      channel->Report(value);
    channel->End();
  });
  world.node.RunUntil([channel] { return channel->closes > 0; });
  reporter.join();
  DWORD counted = 0;
  int last = 0;
  for (const SeenEvent& event : seen->all()) {
    counted += 1 + event.folded;
    CHECK(event.value == last + 1 + static_cast<int>(event.folded));
    last = event.value;
  }
  CHECK(counted == kReports);
  CHECK(last == kReports);
  world.Close();
}

TEST_CASE("an exception of a listener is uncaught, and later events are still delivered") {
  World world;
  const auto seen = std::make_shared<Seen>();
  const auto channel =
      world.connection->OpenChannel<TestChannel>(world.node.MakeFunction([seen](const Napi::CallbackInfo& info) {
        seen->calls.push_back(EventsOf(info));
        throw Napi::Error::New(info.Env(), "of the listener");
      }));
  channel->Report(1);
  world.node.RunUntil([seen] { return seen->calls.size() == 1; });
  channel->Report(2);
  world.node.RunUntil([seen] { return seen->calls.size() == 2; });
  CHECK(world.node.uncaught() == std::vector<std::string>{"of the listener", "of the listener"});
  world.Close();
}

TEST_CASE("a listener that closes its channel is not called again") {
  World world;
  const auto seen = std::make_shared<Seen>();
  std::shared_ptr<TestChannel> channel;
  channel = world.connection->OpenChannel<TestChannel>(
      world.node.MakeFunction([&world, &channel, seen](const Napi::CallbackInfo& info) {
        seen->calls.push_back(EventsOf(info));
        world.connection->CloseChannel(channel);
        channel->Report(2);
      }));
  channel->Report(1);
  world.node.RunUntil([channel] { return channel->closes > 0; });
  world.Close();
  CHECK(seen->all() == Events{{1, 0}});
  CHECK(channel->ends == 0);
}
