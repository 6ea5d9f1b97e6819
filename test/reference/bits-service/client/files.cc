// The files of a job, and IBackgroundCopyFile to IBackgroundCopyFile6.
#include "checks.h"

namespace client {
namespace {

ComPtr<File6> first_file(IBackgroundCopyJob& job) {
  ComPtr<IEnumBackgroundCopyFiles> files;
  reference::check(job.EnumFiles(files.put()));
  ComPtr<IBackgroundCopyFile> file;
  reference::check(files->Next(1, file.put(), nullptr));
  return query<File6>(*file.get(), kFile6);
}

}  // namespace

void check_files(IBackgroundCopyJob& job) {
  const auto later = query<IBackgroundCopyJob3>(job, IID_IBackgroundCopyJob3);
  BG_FILE_RANGE ranges[] = {{0, 1}, {0x100000000, BG_LENGTH_TO_EOF}};
  expect_result(later->AddFileWithRanges(L"http://localhost/ranges", L"C:\\ranges.bin", 2, ranges), S_OK,
                "AddFileWithRanges");
  ranges[1].InitialOffset = 0;
  expect_result(later->AddFileWithRanges(L"http://localhost/ranges", L"C:\\ranges.bin", 2, ranges),
                static_cast<HRESULT>(BG_E_OVERLAPPING_RANGES), "ranges that overlap");
  expect_result(job.AddFile(L"http://localhost/\u65E5", L"C:\\\u65E5.bin"), S_OK, "AddFile");
  expect_result(job.AddFile(L"", L""), E_INVALIDARG, "AddFile without names");
  wchar_t remote[] = L"http://localhost/1", local[] = L"C:\\1.bin";
  wchar_t other_remote[] = L"http://localhost/2", other_local[] = L"C:\\2.bin";
  BG_FILE_INFO set[] = {{remote, local}, {other_remote, other_local}};
  expect_result(job.AddFileSet(2, set), S_OK, "AddFileSet");
  expect_result(later->ReplaceRemotePrefix(L"http://localhost/", L"https://localhost/"), S_OK, "ReplaceRemotePrefix");
  expect_result(later->ReplaceRemotePrefix(L"http://localhost/", L"https://localhost/"), S_FALSE, "without a match");
  const auto file = first_file(job);
  expect_text([&](LPWSTR* out) { return file->GetRemoteName(out); }, L"https://localhost/ranges", "GetRemoteName");
  expect_text([&](LPWSTR* out) { return file->GetLocalName(out); }, L"C:\\ranges.bin", "GetLocalName");
  BG_FILE_PROGRESS progress = {};
  expect_result(file->GetProgress(&progress), S_OK, "GetProgress of a file");
  expect(progress.BytesTotal == BG_SIZE_UNKNOWN && progress.BytesTransferred == 0 && !progress.Completed,
         "the progress of the file arrives");
  DWORD count = 0;
  BG_FILE_RANGE* list = nullptr;
  expect_result(file->GetFileRanges(&count, &list), S_OK, "GetFileRanges");
  expect(count == 2 && list && list[1].InitialOffset == 0x100000000 && list[1].Length == BG_LENGTH_TO_EOF,
         "the ranges arrive");
  CoTaskMemFree(list);
  expect_result(file->SetRemoteName(L"http://localhost/renewed"), S_OK, "SetRemoteName");
  expect_text([&](LPWSTR* out) { return file->GetTemporaryName(out); }, L"", "GetTemporaryName");
  expect_result(file->SetValidationState(TRUE), E_PENDING, "SetValidationState before the end");
  expect_number<BOOL>([&](BOOL* out) { return file->GetValidationState(out); }, FALSE, "GetValidationState");
  expect_number<BOOL>([&](BOOL* out) { return file->IsDownloadedFromPeer(out); }, FALSE, "IsDownloadedFromPeer");
  UINT64 from_origin = 1, from_peers = 1;
  expect_result(file->GetPeerDownloadStats(&from_origin, &from_peers), S_OK, "GetPeerDownloadStats");
  expect(from_origin == 0 && from_peers == 0, "the statistics arrive");
  wchar_t headers[] = L"a: b";
  expect_result(file->SetProperty(1, {headers}), static_cast<HRESULT>(0x80200058),
                "SetProperty of a read-only property");
  FilePropertyValue value = {};
  expect_result(file->GetProperty(1, &value), S_OK, "GetProperty of a file");
  expect(value.String == nullptr, "no response headers arrive");
}

void check_demand(IBackgroundCopyJob& job) {
  const auto later = query<IBackgroundCopyJob5>(job, IID_IBackgroundCopyJob5);
  BITS_JOB_PROPERTY_VALUE on = {};
  on.Enable = TRUE;
  expect_result(later->SetProperty(BITS_JOB_PROPERTY_ON_DEMAND_MODE, on), S_OK, "SetProperty of the on-demand mode");
  expect_result(job.AddFile(L"http://localhost/demand", L"C:\\demand.bin"), S_OK, "AddFile of an on-demand job");
  const auto file = first_file(job);
  const BG_FILE_RANGE ranges[] = {{1, 2}, {0xFFFFFFFF00000000, 3}};
  expect_result(file->RequestFileRanges(2, ranges), S_OK, "RequestFileRanges");
  expect_result(file->UpdateDownloadPosition(0x123456789ABCDEF0), S_OK, "UpdateDownloadPosition");
  DWORD count = 1;
  BG_FILE_RANGE* list = nullptr;
  expect_result(file->GetFilledFileRanges(&count, &list), S_OK, "GetFilledFileRanges");
  expect(count == 0 && !list, "no ranges are filled");
  expect_result(job.Cancel(), S_OK, "Cancel");
}

}  // namespace client
