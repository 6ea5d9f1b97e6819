# The addon for node-gyp. CMakeLists.txt describes the same target; a test keeps the two lists equal. Nothing is built
# off Windows, and npm install builds nothing anywhere ("gypfile": false): binaries come in the package.
{
  'targets': [
    {
      'target_name': 'winprogress',
      'conditions': [
        ['OS!="win"', { 'type': 'none' }, {
          'win_delay_load_hook': 'false',
          'sources': [
            'native/addon.cc',
            'native/bits/bits.cc',
            'native/bits/callback.cc',
            'native/bits/group.cc',
            'native/bits/group_job.cc',
            'native/bits/job.cc',
            'native/bits/job_reader.cc',
            'native/bits/manager.cc',
            'native/bits/queue_manager.cc',
            'native/bits/records.cc',
            'native/com/connection.cc',
            'native/com/delay_load_hook.cc',
            'native/com/environment.cc',
            'native/com/event_channel.cc',
            'native/com/guid.cc',
            'native/com/lane.cc',
            'native/com/mailbox.cc',
            'native/com/pending_call.cc',
            'native/ctm/content_transfer.cc',
            'native/ctm/functions.cc',
            'native/ctm/library.cc',
            'native/ctm/load_failure.cc',
            'native/ctm/notifier.cc',
          ],
          'defines': [
            'NAPI_VERSION=8',
            'NODE_ADDON_API_CPP_EXCEPTIONS',
            'NODE_API_SWALLOW_UNTHROWABLE_EXCEPTIONS',
            'NOMINMAX',
            'UNICODE',
            'WIN32_LEAN_AND_MEAN',
            '_UNICODE',
            '_WIN32_WINNT=0x0A00',
          ],
          'defines!': ['_HAS_EXCEPTIONS=0'],
          'include_dirs': [
            'native',
            '<!(node -p "require(\'node-addon-api\').include_dir")',
          ],
          'libraries': ['-lole32.lib', '-loleaut32.lib', '-lrpcrt4.lib', '-luuid.lib'],
          'msvs_settings': {
            'VCCLCompilerTool': {
              'AdditionalOptions': [
                '/guard:cf', '/permissive-', '/sdl', '/std:c++17', '/utf-8', '/W4', '/we4146', '/we4244', '/we4267',
                '/Zc:__cplusplus',
              ],
              'ExceptionHandling': 1,
            },
            'VCLinkerTool': {
              'AdditionalOptions': ['/DYNAMICBASE', '/guard:cf', '/ignore:4199', '/NXCOMPAT'],
              'DelayLoadDLLs': ['node.exe'],
            },
          },
        }],
      ],
    },
  ],
}
