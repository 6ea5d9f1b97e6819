// The interface of the backend for a class that JavaScript serves as the notification class of groups.

/** A call of `IBackgroundCopyCallback1::OnStatus`. */
export interface GroupStatusCallRecord {
  /** `get_GroupID` of the group. */
  readonly groupId: string;
  /** `get_JobID` of the job; null if the queue manager passes none. */
  readonly jobId: string | null;
  /** `dwFileIndex`: 0xFFFFFFFF for no file. */
  readonly fileIndex: number;
  /** `QM_STATUS_…`. */
  readonly status: number;
  readonly retries: number;
  readonly win32Result: number;
  readonly transportResult: number;
}

/** Called with the calls, the oldest first. Each has returned `S_OK` already. */
export type GroupCallbackListener = (calls: readonly GroupStatusCallRecord[]) => void;

/** A class object of `IBackgroundCopyCallback1` that is being served. */
export interface GroupCallbackServerVerbs {
  /** Revokes the class object (`CoRevokeClassObject`). Objects that the queue manager holds return `RPC_E_DISCONNECTED` from then on. */
  close(): Promise<void>;
}
