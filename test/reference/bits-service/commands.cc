#include "commands.h"

#include <algorithm>
#include <map>

#include "../detached_thread.h"
#include "job_fields.h"

namespace reference {
namespace {

using Command = json::Value (*)(Service&, const json::Value&);

ULONG number_of(const json::Value& value, ULONG otherwise = 0) {
  return value.is_null() ? otherwise : static_cast<ULONG>(value.number());
}

bool contains(const json::Value& states, ULONG state) {
  const json::Array& numbers = states.array();
  return std::any_of(numbers.begin(), numbers.end(), [&](const json::Value& each) { return number_of(each) == state; });
}

/** A job that clients find, or one that has ended. */
Job job_of(Service& service, const json::Value& arguments) {
  const GUID id = arguments["job"].guid();
  if (Job job = service.find(id)) return job;
  for (const Job& job : service.finished) {
    if (job->id == id) return job;
  }
  throw Failure(kNotFound);
}

json::Value configure(Service& service, const json::Value& arguments) {
  const std::lock_guard<std::mutex> guard(service.mutex());
  Settings& settings = service.settings;
  if (const json::Value& version = arguments["version"]; !version.is_null()) settings.version = number_of(version);
  if (const json::Value& without = arguments["without"]; !without.is_null()) {
    settings.without.clear();
    for (const json::Value& name : without.array())
      settings.without.insert(name.ascii());
  }
  if (const json::Value& owner = arguments["owner"]; !owner.is_null()) settings.owner = owner.text();
  if (const json::Value& flag = arguments["administrator"]; !flag.is_null()) settings.administrator = flag.flag();
  settings.files_per_job = number_of(arguments["filesPerJob"], settings.files_per_job);
  settings.ranges_per_file = number_of(arguments["rangesPerFile"], settings.ranges_per_file);
  if (const json::Value& flag = arguments["keepCalls"]; !flag.is_null()) service.journal.keep(flag.flag());
  return {};
}

json::Value add_job(Service& service, const json::Value& arguments) {
  const std::lock_guard<std::mutex> guard(service.mutex());
  const auto job = std::make_shared<JobState>();
  check(CoCreateGuid(&job->id));
  job->owner = service.settings.owner;
  job->creation_time = job->modification_time = now();
  const json::Value& fields = arguments["fields"];
  read_job(*job, fields);
  job->state = number_of(fields["state"], job->state);
  if (const json::Value& error = fields["error"]; !error.is_null()) job->error = read_error(error);
  (job->final() ? service.finished : service.jobs).push_back(job);
  return write_job(*job);
}

json::Value set_job(Service& service, const json::Value& arguments) {
  const std::lock_guard<std::mutex> guard(service.mutex());
  const Job job = job_of(service, arguments);
  if (const json::Value& states = arguments["states"]; !states.is_null() && !contains(states, job->state)) return {};
  const json::Value& fields = arguments["fields"];
  std::vector<bool> transferred;
  for (const File& file : job->files)
    transferred.push_back(file->transferred());
  read_job(*job, fields);
  if (const json::Value& error = fields["error"]; !error.is_null()) job->error = read_error(error);
  // The files first: their notifications come before the job's.
  const bool report =
      job->callback && (job->notify_flags & (kNotifyFileTransferred | kNotifyDisable)) == kNotifyFileTransferred;
  for (std::size_t index = 0; index < job->files.size(); ++index) {
    if (report && job->files[index]->transferred() && !(index < transferred.size() && transferred[index]))
      service.notifier.file_transferred(job, static_cast<ULONG>(index));
  }
  if (const json::Value& state = fields["state"]; !state.is_null()) {
    service.enter(job, number_of(state));
    if (job->final()) service.retire(job);
  } else {
    service.touch(job);
  }
  return write_job(*job);
}

json::Value get_job(Service& service, const json::Value& arguments) {
  const std::lock_guard<std::mutex> guard(service.mutex());
  return write_job(*job_of(service, arguments));
}

json::Value get_jobs(Service& service, const json::Value&) {
  const std::lock_guard<std::mutex> guard(service.mutex());
  json::Array jobs;
  for (const Job& job : service.jobs)
    jobs.push_back(write_job(*job));
  return jobs;
}

json::Value clear_jobs(Service& service, const json::Value&) {
  std::vector<ComPtr<IUnknown>> released;
  const std::lock_guard<std::mutex> guard(service.mutex());
  for (const Job& job : service.jobs) {
    job->state = BG_JOB_STATE_CANCELLED;
    released.push_back(std::exchange(job->callback, {}));
  }
  service.jobs.clear();
  service.finished.clear();
  return {};
}

/** Calls a callback whatever the flags, as BITS does when it repeats itself. */
json::Value notify(Service& service, const json::Value& arguments) {
  const std::lock_guard<std::mutex> guard(service.mutex());
  const Job job = job_of(service, arguments);
  const std::string kind = arguments["kind"].ascii();
  if (!job->callback) throw Failure(E_POINTER);
  if (kind == "jobTransferred") {
    service.notifier.job_transferred(job);
  } else if (kind == "jobError") {
    service.notifier.job_error(job);
  } else if (kind == "jobModification") {
    service.notifier.job_modification(job);
  } else if (kind == "fileTransferred") {
    service.notifier.file_transferred(job, number_of(arguments["file"]));
  } else if (kind == "fileRangesTransferred") {
    service.notifier.file_ranges_transferred(job, number_of(arguments["file"]), read_ranges(arguments["ranges"]));
  } else {
    throw Failure(E_INVALIDARG);
  }
  return {};
}

json::Value repeat_notifications(Service& service, const json::Value&) {
  const std::lock_guard<std::mutex> guard(service.mutex());
  for (const Job& job : service.jobs)
    service.report(job);
  return {};
}

json::Value answer(Service& service, const json::Value& arguments) {
  service.script.answer(arguments["method"].ascii(), static_cast<HRESULT>(number_of(arguments["result"])),
                        number_of(arguments["times"]));
  return {};
}

json::Value delay(Service& service, const json::Value& arguments) {
  service.script.delay(arguments["method"].ascii(), number_of(arguments["milliseconds"]));
  return {};
}

json::Value hang(Service& service, const json::Value& arguments) {
  service.script.hang(arguments["method"].ascii());
  return {};
}

json::Value release(Service& service, const json::Value& arguments) {
  service.script.release(arguments["method"].ascii());
  return {};
}

json::Value clear_script(Service& service, const json::Value&) {
  service.script.clear();
  return {};
}

json::Value get_calls(Service& service, const json::Value&) { return service.journal.calls(); }

json::Value get_counts(Service& service, const json::Value&) { return service.journal.counts(); }

json::Value get_notifications(Service& service, const json::Value&) { return service.notifier.made(); }

json::Value reset(Service& service, const json::Value&) {
  service.journal.reset();
  service.notifier.reset();
  return {};
}

json::Value wait_for_call(Service& service, const json::Value& arguments) {
  service.journal.wait_for(arguments["method"].ascii(), number_of(arguments["count"], 1));
  return {};
}

json::Value settle(Service& service, const json::Value&) {
  service.notifier.settle();
  return {};
}

/** What the service does when the client has been asked: a refusal is an error that is tried again. */
void validate(Service& service, const json::Value& arguments, const Reply& reply) {
  const std::lock_guard<std::mutex> guard(service.mutex());
  const Job job = job_of(service, arguments);
  const ULONG file = number_of(arguments["file"]);
  const auto done = [&service, job, file, reply](HRESULT result) {
    if (FAILED(result)) {
      const std::lock_guard<std::mutex> locked(service.mutex());
      ErrorState error;
      error.context = BG_ERROR_CONTEXT_SERVER_CERTIFICATE_CALLBACK;
      error.code = static_cast<ULONG>(result);
      error.file = file;
      job->error = error;
      service.enter(job, BG_JOB_STATE_TRANSIENT_ERROR);
    }
    reply(static_cast<ULONG>(result));
  };
  service.notifier.validate(job, file, json::bytes_of(arguments["certificate"]), number_of(arguments["encoding"]),
                            json::bytes_of(arguments["store"]), done);
}

/** Those that answer at once. */
const std::map<std::string, Command>& commands() {
  static const std::map<std::string, Command> all{
      {"configure", configure},
      {"addJob", add_job},
      {"setJob", set_job},
      {"job", get_job},
      {"jobs", get_jobs},
      {"clearJobs", clear_jobs},
      {"notify", notify},
      {"repeatNotifications", repeat_notifications},
      {"answer", answer},
      {"delay", delay},
      {"hang", hang},
      {"release", release},
      {"clearScript", clear_script},
      {"calls", get_calls},
      {"counts", get_counts},
      {"notifications", get_notifications},
      {"reset", reset},
  };
  return all;
}

/** Those that answer when something has happened. */
const std::map<std::string, Command>& waiting_commands() {
  static const std::map<std::string, Command> all{{"waitForCall", wait_for_call}, {"settle", settle}};
  return all;
}

}  // namespace

void carry_out(Service& service, const std::string& command, const json::Value& arguments, const Reply& reply) {
  if (command == "validate") {
    validate(service, arguments, reply);
    return;
  }
  if (const auto waiting = waiting_commands().find(command); waiting != waiting_commands().end()) {
    start_detached([&service, run = waiting->second, arguments, reply] { reply(run(service, arguments)); });
    return;
  }
  const auto found = commands().find(command);
  if (found == commands().end()) throw Failure(E_NOTIMPL);
  reply(found->second(service, arguments));
}

}  // namespace reference
