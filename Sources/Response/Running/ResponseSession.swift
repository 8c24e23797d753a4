import AWS

/// The calls of one playbook with the credentials for its account, and whose they are.
struct ResponseSession: Sendable {
  let playbook: any Playbook
  let calls: CallLog
  let caller: GetCallerIdentity.Output
}
