#include "winsync/session_core.h"

#include <array>
#include <atomic>
#include <functional>
#include <limits>
#include <string>

#include "winsync/session_channel.h"
#include "world.h"

namespace com = winprogress::com;
namespace winsync = winprogress::winsync;
using host::World;
using winsync::SessionChannel;
using winsync::SessionCore;

namespace {

constexpr winsync::IdFormat kFixedId{false, 4};

constexpr winsync::SessionSettings kSettings{false, kFixedId, 0, 0, 30'000, true, true, true, true, true, true};

// The reports of a session. Not synchronised: the session must serialize them.
struct Sums {
  // Checks that they increase.
  HRESULT operator()(DWORD completed, DWORD total) {
    if (completed <= last_completed) in_order = false;
    last_completed = completed;
    last_total = total;
    return S_OK;
  }

  DWORD last_completed = 0;
  DWORD last_total = 0;
  bool in_order = true;
};

struct Progress {
  DWORD completed;
  DWORD folded;
};

struct Session {
  Session(World& world, const std::shared_ptr<std::vector<Progress>>& seen,
          const winsync::SessionSettings& settings = kSettings)
      : core(std::make_shared<SessionCore>(settings)),
        channel(world.connection->OpenChannel<SessionChannel>(
            world.node.MakeFunction([seen](const Napi::CallbackInfo& info) {
              for (const Napi::Value& event : com::From<std::vector<Napi::Value>>(info[0]))
                seen->push_back({com::From<DWORD>(event, "completedWork"), com::From<DWORD>(event, "folded")});
            }),
            core)) {}

  HRESULT Apply(Sums& sums, DWORD completed, DWORD total) const {
    return core->Report(winsync::kChangeApplication, completed, total, std::ref(sums));
  }

  const std::shared_ptr<SessionCore> core;
  const std::shared_ptr<SessionChannel> channel;
};

}  // namespace

TEST_CASE("the sums of a session arrive at its callback in increasing order from all reporting threads") {
  World world;
  const Session session(world, std::make_shared<std::vector<Progress>>());
  Sums sums;
  constexpr int kThreads = 4;
  constexpr DWORD kReports = 500;
  std::array<std::thread, kThreads> threads;
  for (std::thread& thread : threads)
    thread = std::thread([&] {
      for (DWORD report = 0; report < kReports; ++report)
        session.Apply(sums, 1, 0);
    });
  for (std::thread& thread : threads)
    thread.join();
  CHECK(sums.in_order);
  CHECK(sums.last_completed == kThreads * kReports);
  CHECK(sums.last_total == kThreads * kReports);
  world.Close();
}

TEST_CASE("the sums of a session wrap at 2^32") {
  World world;
  const Session session(world, std::make_shared<std::vector<Progress>>());
  Sums sums;
  session.Apply(sums, std::numeric_limits<DWORD>::max(), 0);
  session.Apply(sums, 2, 3);
  CHECK(sums.last_completed == 1);
  CHECK(sums.last_total == 4);
  world.Close();
}

TEST_CASE("a session is cancelled") {
  World world;
  const Session session(world, std::make_shared<std::vector<Progress>>());
  Sums sums;
  REQUIRE(!session.core->IsCanceled());
  SUBCASE("when its channel is closed") { world.connection->CloseChannel(session.channel); }
  SUBCASE("when its connection is closed") { world.Close(); }
  SUBCASE("when the environment ends") { world.node.End(); }
  CHECK(session.core->IsCanceled());
  CHECK(session.core->error_status() == E_ABORT);
  CHECK(session.Apply(sums, 1, 1) == E_ABORT);
  CHECK(sums.last_completed == 0);
}

TEST_CASE("the last report before the channel of a session ends is delivered before the session is cancelled") {
  World world;
  const auto seen = std::make_shared<std::vector<Progress>>();
  const Session session(world, seen);
  world.connection->KeepAliveFor(session.channel, true);
  std::thread([channel = session.channel] {
    for (DWORD report = 1; report <= 10; ++report)
      channel->AddProgress(winsync::kSource, winsync::kChangeApplication, report, 10);
    channel->End();
  }).join();
  CHECK(world.node.IsAlive());
  CHECK(!session.core->IsCanceled());
  world.node.RunUntil([&world] { return !world.node.IsAlive(); });
  REQUIRE(seen->size() == 1);
  CHECK(seen->front().completed == 10);
  CHECK(seen->front().folded == 9);
  CHECK(session.core->IsCanceled());
  world.Close();
}

TEST_CASE("no report of a flood is lost or counted twice during calls of the listener") {
  World world;
  const auto seen = std::make_shared<std::vector<Progress>>();
  const Session session(world, seen);
  constexpr DWORD kReports = 20'000;
  std::thread reporter([channel = session.channel] {
    for (DWORD report = 1; report <= kReports; ++report)
      channel->AddProgress(winsync::kSource, winsync::kChangeApplication, report, kReports);
  });
  world.node.RunUntil([seen] { return !seen->empty() && seen->back().completed == kReports; });
  reporter.join();
  DWORD counted = 0;
  for (const Progress& progress : *seen) {
    counted += 1 + progress.folded;
    CHECK(progress.completed == counted);
  }
  world.Close();
}

TEST_CASE("the information of a change applier is accepted by another session and refused when it is damaged") {
  World world;
  const Session session(world, std::make_shared<std::vector<Progress>>());
  Sums sums;
  session.Apply(sums, 7, 0);
  session.core->SetRange({1, 2, 3, 4}, {5, 6, 7, 8});
  const auto info = session.core->SaveInfo();
  SessionCore other(kSettings);
  CHECK(other.LoadInfo(info.data(), static_cast<DWORD>(info.size())) == S_OK);
  CHECK(other.LowerBound() == std::vector<std::uint8_t>{1, 2, 3, 4});
  CHECK(other.UpperBound() == std::vector<std::uint8_t>{5, 6, 7, 8});
  other.Report(winsync::kChangeApplication, 1, 0, std::ref(sums));
  CHECK(sums.last_completed == 8);
  // Memory of exactly that size, so that the sanitizer detects reads past its end.
  for (std::size_t size = 0; size < info.size(); ++size) {
    const std::vector<std::uint8_t> part(info.begin(), info.begin() + static_cast<std::ptrdiff_t>(size));
    CHECK(other.LoadInfo(part.data(), static_cast<DWORD>(size)) == winsync::kDeserialization);
  }
  for (std::size_t index = 0; index < info.size(); ++index) {
    auto damaged = info;
    damaged[index] ^= 0x80;
    static_cast<void>(SessionCore(kSettings).LoadInfo(damaged.data(), static_cast<DWORD>(info.size())));
  }
  world.Close();
}

TEST_CASE("the question of a session waits as long as its listener has for the answer, and 30 s more") {
  World world;
  constexpr DWORD kAnswerTimeout = 600'000;
  constexpr std::uint32_t kDefault = 3;
  winsync::SessionSettings settings = kSettings;
  settings.answer_timeout = kAnswerTimeout;
  const Session session(world, std::make_shared<std::vector<Progress>>(), settings);
  std::atomic<bool> done{false};
  std::uint32_t answer = 0;
  std::thread provider([&] {
    answer = session.channel->AskForFullEnumeration(kDefault);
    done = true;
  });
  host::AwaitTimedWaits(1);
  host::AdvanceTime(kAnswerTimeout + 30'000 - 1);
  CHECK(host::TimedWaits() == 1);
  CHECK(!done);
  host::AdvanceTime(1);
  provider.join();
  CHECK(answer == kDefault);
  world.Close();
}

TEST_CASE("a session whose provider could not begin keeps what was loaded for its run") {
  World world;
  const Session session(world, std::make_shared<std::vector<Progress>>());
  Sums sums;
  SUBCASE("before its first run") {}
  SUBCASE("after an earlier run") {
    REQUIRE(session.core->Begin() == S_OK);
    session.Apply(sums, 100, 0);
    session.core->SetRange({9, 9, 9, 9}, {9, 9, 9, 9});
    REQUIRE(session.core->End() == S_OK);
  }
  SessionCore other(kSettings);
  Sums sums_of_other;
  other.Report(winsync::kChangeApplication, 7, 0, std::ref(sums_of_other));
  other.SetRange({1, 2, 3, 4}, {5, 6, 7, 8});
  const auto info = other.SaveInfo();
  REQUIRE(session.core->LoadInfo(info.data(), static_cast<DWORD>(info.size())) == S_OK);

  session.core->AddProvider();
  session.Apply(sums, 20, 0);
  REQUIRE(session.core->SetProviderWithError(winsync::kSource) == S_OK);
  session.core->RefuseProvider();
  session.core->FailProvider(E_FAIL);
  CHECK(session.core->error_status() == E_FAIL);
  CHECK(session.core->SetProviderWithError(winsync::kSource) == winsync::kInvalidOperation);

  session.core->AddProvider();
  sums = {};
  session.Apply(sums, 1, 0);
  CHECK(sums.last_completed == 8);
  CHECK(session.core->LowerBound() == std::vector<std::uint8_t>{1, 2, 3, 4});
  CHECK(session.core->error_status() == S_OK);
  CHECK(!session.core->provider_with_error().has_value());
  world.Close();
}

TEST_CASE("a session reports that it was cancelled after its earlier reports") {
  World world;
  const auto types = std::make_shared<std::vector<std::string>>();
  const auto channel =
      world.connection->OpenChannel<SessionChannel>(world.node.MakeFunction([types](const Napi::CallbackInfo& info) {
        for (const Napi::Value& event : com::From<std::vector<Napi::Value>>(info[0]))
          types->push_back(com::From<std::string>(event, "type"));
      }),
                                                    std::make_shared<SessionCore>(kSettings));
  channel->AddProgress(winsync::kSource, winsync::kChangeApplication, 1, 2);
  channel->AddCanceled();
  world.node.RunUntil([types] { return types->size() == 2; });
  CHECK(*types == std::vector<std::string>{"progress", "canceled"});
  world.Close();
}
