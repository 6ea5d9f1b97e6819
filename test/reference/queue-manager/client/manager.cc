#include <algorithm>

#include "checks.h"

namespace client {
namespace {

std::vector<GUID> take(IEnumBackgroundCopyGroups& groups, ULONG wanted, HRESULT expected, const std::string& rule) {
  std::vector<GUID> ids(wanted);
  ULONG fetched = 0;
  expect_result(groups.Next(wanted, ids.data(), &fetched), expected, rule);
  ids.resize(fetched);
  return ids;
}

void check_enumeration(IBackgroundCopyQMgr& manager, const GUID& first, const GUID& second) {
  ComPtr<IEnumBackgroundCopyGroups> groups;
  expect_result(manager.EnumGroups(0, groups.put()), S_OK, "EnumGroups");
  ULONG count = 0;
  expect_result(groups->GetCount(&count), S_OK, "GetCount of groups");
  const auto all = take(*groups.get(), count, S_OK, "Next for all groups");
  const auto at = std::find(all.begin(), all.end(), first);
  expect(at != all.end() && at + 1 != all.end() && *(at + 1) == second, "groups come in order of creation");
  expect(take(*groups.get(), 1, S_FALSE, "Next past the end is S_FALSE").empty(), "and returns none");
  expect_result(groups->Reset(), S_OK, "Reset");
  expect(take(*groups.get(), 1, S_OK, "Next after Reset") == std::vector<GUID>{all.front()}, "returns the first again");
  ComPtr<IEnumBackgroundCopyGroups> clone;
  expect_result(groups->Clone(clone.put()), S_OK, "Clone");
  expect(take(*clone.get(), 1, S_OK, "Next of the clone") == std::vector<GUID>{all[1]}, "a clone keeps the position");
  expect_result(groups->Skip(count - 1), S_OK, "Skip to the end");
  expect_result(groups->Skip(1), S_FALSE, "Skip past the end is S_FALSE");
  expect(take(*groups.get(), count + 3, S_FALSE, "Next for more than there are is S_FALSE").empty(),
         "at the end: none");
}

}  // namespace

void check_manager(IBackgroundCopyQMgr& manager) {
  ComPtr<IClientSecurity> security;
  expect_result(manager.QueryInterface(IID_IClientSecurity, security.put_void()), S_OK,
                "the manager is a proxy: the server is out of process");
  const GUID first = new_guid();
  const GUID second = new_guid();
  ComPtr<IBackgroundCopyGroup> group;
  ComPtr<IBackgroundCopyGroup> other;
  expect_result(manager.GetGroup(first, group.put()), kItemNotFound, "GetGroup of an unknown id");
  expect(!group, "returns no group");
  expect_result(manager.CreateGroup(first, group.put()), S_OK, "CreateGroup");
  expect_result(manager.CreateGroup(first, other.put()), E_INVALIDARG, "CreateGroup with a taken id");
  expect_result(manager.CreateGroup(second, other.put()), S_OK, "CreateGroup of a second");
  GUID id{};
  expect_result(group->get_GroupID(&id), S_OK, "get_GroupID");
  expect(id == first, "the id is marshaled by value in both directions");
  ComPtr<IBackgroundCopyGroup> found;
  expect_result(manager.GetGroup(second, found.put()), S_OK, "GetGroup");
  expect(SUCCEEDED(found->get_GroupID(&id)) && id == second, "finds the group of that id");
  ComPtr<IEnumBackgroundCopyGroups> groups;
  expect_result(manager.EnumGroups(1, groups.put()), E_NOTIMPL, "EnumGroups with flags");
  check_enumeration(manager, first, second);
  expect_result(group->CancelGroup(), S_OK, "CancelGroup of a new group");
  expect_result(manager.GetGroup(first, found.put()), kItemNotFound, "a cancelled group is not found");
  DWORD number = 0;
  expect_result(group->GetProgress(QM_PROGRESS_SIZE_DONE, &number), kInvalidState, "nor answers to who still holds it");
  expect_result(group->CancelGroup(), kInvalidState, "nor can be cancelled again");
  expect_result(manager.CreateGroup(first, found.put()), S_OK, "its id is free again");
  found->CancelGroup();
  other->CancelGroup();
}

void check_new_group(IBackgroundCopyQMgr& manager) {
  const GUID id = new_guid();
  ComPtr<IBackgroundCopyGroup> group;
  reference::check(manager.CreateGroup(id, group.put()));
  expect_equal(status(*group.get()), kNew, "a new group is suspended");
  expect_equal(progress(*group.get(), QM_PROGRESS_PERCENT_DONE), 0, "its percent is 0");
  expect_equal(progress(*group.get(), QM_PROGRESS_SIZE_DONE), 0, "its bytes are 0");
  expect_equal(size(*group.get()), 0, "its size is 0");
  DWORD number = 0;
  expect_result(group->GetProgress(QM_PROGRESS_TIME_DONE, &number), E_NOTIMPL, "QM_PROGRESS_TIME_DONE is E_NOTIMPL");
  expect_result(group->GetProgress(0, &number), E_NOTIMPL, "a kind of progress that does not exist is E_NOTIMPL");
  expect_result(group->GetProgress(4, &number), E_NOTIMPL, "another");
  expect(FAILED(group->GetProgress(QM_PROGRESS_SIZE_DONE, nullptr)), "no place for the progress is an error");
  expect_result(group->SuspendGroup(), S_OK, "SuspendGroup of a suspended group");
  expect_result(group->ResumeGroup(), BG_E_EMPTY, "ResumeGroup without files has the host's answer");
  ComPtr<IEnumBackgroundCopyJobs1> jobs;
  expect_result(group->EnumJobs(0, jobs.put()), S_OK, "EnumJobs");
  ULONG count = 7;
  expect(SUCCEEDED(jobs->GetCount(&count)) && count == 0, "a new group has no job");
  expect_result(group->SwitchToForeground(), S_OK, "SwitchToForeground");
  expect_equal(status(*group.get()), kNew | QM_STATUS_GROUP_FOREGROUND, "shows in the status");
  group->CancelGroup();
}

}  // namespace client
