#include "world.h"

namespace com = winprogress::com;
using com::LaneHandle;
using host::Await;
using host::FakeNode;
using host::TestChannel;
using host::World;

namespace {

constexpr DWORD kPatience = com::QuestionBase::kPatienceMilliseconds;
constexpr int kDefault = -1;

// Stores the function that answers.
struct Asked {
  std::vector<Napi::Value> answers;
};

std::shared_ptr<TestChannel> OpenChannel(World& world, const std::shared_ptr<Asked>& asked) {
  return world.connection->OpenChannel<TestChannel>(world.node.MakeFunction([asked](const Napi::CallbackInfo& info) {
    for (const Napi::Value& event : com::From<std::vector<Napi::Value>>(info[0]))
      asked->answers.push_back(com::Property(event, "answer"));
  }));
}

void Answer(const Napi::Value& function, int answer) {
  function.As<Napi::Function>().Call({Napi::Number::New(function.Env(), answer)});
}

// Asks in a separate thread.
class AskingThread {
 public:
  explicit AskingThread(std::shared_ptr<TestChannel> channel)
      : thread_([this, channel = std::move(channel)] {
          answer_ = channel->AskFor(kDefault);
          done_ = true;
        }) {}
  bool done() const { return done_; }
  int Join() {
    thread_.join();
    return answer_;
  }

 private:
  int answer_ = 0;
  std::atomic<bool> done_{false};
  std::thread thread_;
};

}  // namespace

TEST_CASE("a question is answered by the first answer of the listener only") {
  World world;
  const auto asked = std::make_shared<Asked>();
  AskingThread thread(OpenChannel(world, asked));
  world.node.RunUntil([asked] { return !asked->answers.empty(); });
  CHECK(!thread.done());
  Answer(asked->answers[0], 5);
  Answer(asked->answers[0], 6);
  CHECK(thread.Join() == 5);
  world.Close();
}

TEST_CASE("a question is delivered at once, even right after other events of its channel") {
  World world;
  const auto asked = std::make_shared<Asked>();
  const auto channel = OpenChannel(world, asked);
  // These throttle the event loop, and virtual time does not advance to end that.
  for (int value = 1; value <= 2; ++value) {
    channel->Report(value);
    AskingThread thread(channel);
    const std::size_t before = asked->answers.size();
    world.node.RunUntil([&] { return asked->answers.size() > before && !asked->answers.back().IsUndefined(); });
    Answer(asked->answers.back(), value);
    CHECK(thread.Join() == value);
  }
  world.Close();
}

TEST_CASE("a question without an answer ends with its default after 60 s although the event loop is blocked") {
  World world;
  const auto asked = std::make_shared<Asked>();
  AskingThread thread(OpenChannel(world, asked));
  host::AwaitTimedWaits(1);
  host::AdvanceTime(kPatience - 1);
  CHECK(host::TimedWaits() == 1);
  CHECK(!thread.done());
  host::AdvanceTime(1);
  CHECK(thread.Join() == kDefault);
  world.node.RunUntil([asked] { return !asked->answers.empty(); });
  Answer(asked->answers[0], 5);
  world.Close();
}

TEST_CASE("a question ends with its default") {
  World world;
  const auto asked = std::make_shared<Asked>();
  const auto channel = OpenChannel(world, asked);
  AskingThread thread(channel);
  SUBCASE("when the function that answers is collected") {
    world.node.RunUntil([asked] { return !asked->answers.empty(); });
    world.node.Collect(asked->answers[0]);
    CHECK(thread.Join() == kDefault);
  }
  SUBCASE("when the channel is closed before the listener is called") {
    host::AwaitTimedWaits(1);
    world.connection->CloseChannel(channel);
    CHECK(thread.Join() == kDefault);
  }
  SUBCASE("when the connection is closed after the listener was called") {
    world.node.RunUntil([asked] { return !asked->answers.empty(); });
    world.Close();
    CHECK(thread.Join() == kDefault);
  }
  SUBCASE("when the environment ends") {
    host::AwaitTimedWaits(1);
    world.node.End();
    CHECK(thread.Join() == kDefault);
  }
}

TEST_CASE("a question of the JavaScript thread, or in a channel that has ended, is answered with the default at once") {
  World world;
  const auto channel = OpenChannel(world, std::make_shared<Asked>());
  CHECK(channel->AskFor(kDefault) == kDefault);
  channel->End();
  CHECK(AskingThread(channel).Join() == kDefault);
  world.Close();
}

TEST_CASE("a lane in a single-threaded apartment runs other tasks while it waits for an answer") {
  World world;
  const auto asked = std::make_shared<Asked>();
  const auto channel = OpenChannel(world, asked);
  const LaneHandle lane = world.connection->OpenLane(L"lane", com::ApartmentKind::kSingleThreaded);
  const auto question = world.Call(
      lane, [channel, lane = lane.lane()] { return static_cast<DWORD>(channel->AskFor(kDefault, lane.get())); });
  world.node.RunUntil([asked] { return !asked->answers.empty(); });
  const auto other = world.Call(lane, [] { return DWORD{1}; });
  world.RunUntilSettled(other);
  CHECK(FakeNode::StateOf(question) == host::PromiseState::kPending);
  Answer(asked->answers[0], 5);
  world.RunUntilSettled(question);
  CHECK(com::From<DWORD>(FakeNode::ResultOf(question)) == 5);
  world.Close();
}

TEST_CASE("a lane in a single-threaded apartment waits at most 60 s for an answer") {
  World world;
  const auto channel = OpenChannel(world, std::make_shared<Asked>());
  const LaneHandle lane = world.connection->OpenLane(L"lane", com::ApartmentKind::kSingleThreaded);
  const auto question =
      world.Call(lane, [channel, lane = lane.lane()] { return channel->AskFor(kDefault, lane.get()); });
  host::AwaitTimedWaits(1);
  host::AdvanceTime(kPatience);
  world.RunUntilSettled(question);
  CHECK(com::From<int>(FakeNode::ResultOf(question)) == kDefault);
  world.Close();
}
