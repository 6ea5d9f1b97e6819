// Credentials and helper tokens.
#include <algorithm>

#include "job_object.h"

namespace reference {
namespace {

constexpr std::size_t kLongestUserName = 300;
constexpr std::size_t kLongestPassword = 65535;
constexpr DWORD kTokenFlags = 3;

/** Throws unless both exist. */
void check_kinds(ULONG target, ULONG scheme) {
  if (target != BG_AUTH_TARGET_SERVER && target != BG_AUTH_TARGET_PROXY) throw Failure(kInvalidAuthTarget);
  if (scheme < BG_AUTH_SCHEME_BASIC || scheme > BG_AUTH_SCHEME_PASSPORT) throw Failure(kInvalidAuthScheme);
}

bool remove(JobState& job, ULONG target, ULONG scheme) {
  auto& list = job.credentials;
  const auto end = std::remove_if(list.begin(), list.end(), [&](const Credentials& each) {
    return each.target == target && each.scheme == scheme;
  });
  const bool found = end != list.end();
  list.erase(end, list.end());
  return found;
}

}  // namespace

HRESULT JobObject::SetCredentials(BG_AUTH_CREDENTIALS* credentials) noexcept {
  return guarded([&] {
    // Of a scheme that does not exist, only the numbers have come.
    const bool known = credentials->Scheme >= BG_AUTH_SCHEME_BASIC && credentials->Scheme <= BG_AUTH_SCHEME_PASSPORT;
    const BG_BASIC_CREDENTIALS basic = known ? credentials->Credentials.Basic : BG_BASIC_CREDENTIALS{};
    const json::Object arguments{{"Target", credentials->Target},
                                 {"Scheme", credentials->Scheme},
                                 {"UserName", basic.UserName},
                                 {"Password", basic.Password}};
    return change("IBackgroundCopyJob2.SetCredentials", arguments, [&] {
      check_kinds(credentials->Target, credentials->Scheme);
      if (basic.UserName && std::wstring(basic.UserName).size() > kLongestUserName) return kUserNameTooLarge;
      if (basic.Password && std::wstring(basic.Password).size() > kLongestPassword) return kPasswordTooLarge;
      remove(*job_, credentials->Target, credentials->Scheme);
      job_->credentials.push_back({static_cast<ULONG>(credentials->Target), static_cast<ULONG>(credentials->Scheme),
                                   optional_text(basic.UserName), optional_text(basic.Password)});
      return S_OK;
    });
  });
}

HRESULT JobObject::RemoveCredentials(BG_AUTH_TARGET target, BG_AUTH_SCHEME scheme) noexcept {
  return guarded([&] {
    return change("IBackgroundCopyJob2.RemoveCredentials", json::Object{{"Target", target}, {"Scheme", scheme}}, [&] {
      check_kinds(target, scheme);
      return remove(*job_, target, scheme) ? S_OK : S_FALSE;
    });
  });
}

HRESULT JobObject::SetHelperTokenFlags(DWORD flags) noexcept {
  return guarded([&] {
    return change("IBitsTokenOptions.SetHelperTokenFlags", json::Object{{"UsageFlags", flags}}, [&] {
      if ((flags & ~kTokenFlags) != 0) return E_INVALIDARG;
      job_->helper_token_flags = flags;
      return S_OK;
    });
  });
}

HRESULT JobObject::GetHelperTokenFlags(DWORD* out) noexcept {
  return read("IBitsTokenOptions.GetHelperTokenFlags", out, [&] { return job_->helper_token_flags; });
}

HRESULT JobObject::SetHelperToken() noexcept {
  return change("IBitsTokenOptions.SetHelperToken", {}, [&] {
    job_->helper_token_sid = service_.settings.owner;
    return S_OK;
  });
}

HRESULT JobObject::ClearHelperToken() noexcept {
  return change("IBitsTokenOptions.ClearHelperToken", {}, [&] {
    job_->helper_token_sid.reset();
    return S_OK;
  });
}

HRESULT JobObject::GetHelperTokenSid(LPWSTR* out) noexcept {
  return read("IBitsTokenOptions.GetHelperTokenSid", out, [&] { return task_text(job_->helper_token_sid); });
}

}  // namespace reference
