import Engine
import Events
import Foundation
import Storage

/// Checks a data folder: whether the store is sound, how the rules and notifications are doing, and whether there is room.
struct StoreDoctor {
  /// The data folder; nil to check none.
  let folder: String?

  /// The least room on the disk, in bytes.
  private static let leastRoom = 256 << 20

  var findings: [DoctorFinding] {
    guard let folder else { return [] }
    guard FileManager.default.fileExists(atPath: "\(folder)/\(Store.fileName)") else {
      return [
        DoctorFinding(isGood: false, text: "\(folder): there is no data; nightjar serve --data makes it")
      ]
    }
    do {
      let store = try Store(folder: URL(filePath: folder))
      return [room(folder)] + (try stored(store)) + [try audit(store)]
    } catch {
      return [DoctorFinding(isGood: false, text: "\(folder): \(error)")]
    }
  }

  private func room(_ folder: String) -> DoctorFinding {
    let attributes = try? FileManager.default.attributesOfFileSystem(forPath: folder)
    let free = attributes?[.systemFreeSize] as? Int ?? 0
    return DoctorFinding(
      isGood: free >= Self.leastRoom, text: "\(folder): \(free >> 20) MB free on the disk")
  }

  private func stored(_ store: Store) throws -> [DoctorFinding] {
    try store.read { reader in
      let failing = try reader.latestRuns().values.filter { $0.status == .failed }.map(\.rule).sorted()
      let gaps = try reader.gaps().count { $0.status != .filled }
      let dead = try reader.deliveryCounts().values.reduce(0) { $0 + ($1[.dead] ?? 0) }
      let aside = try reader.quarantineCount()
      return [
        DoctorFinding(
          isGood: true,
          text:
            "\(try reader.eventCount()) events of \(try reader.days().count) days, \(try reader.alertCount(AlertSearch())) alerts"
        ),
        DoctorFinding(
          isGood: failing.isEmpty,
          text: failing.isEmpty
            ? "no rule failed in its latest run" : "rules that failed: \(failing.joined(separator: ", "))"),
        DoctorFinding(isGood: gaps == 0, text: "\(gaps) gaps in the runs of rules are not filled"),
        DoctorFinding(isGood: dead == 0, text: "\(dead) notices could not be delivered"),
        DoctorFinding(
          isGood: aside == 0, text: "\(aside) pieces of input could not be read and are kept aside"),
      ]
    }
  }

  private func audit(_ store: Store) throws -> DoctorFinding {
    let report = try store.verifyAudit()
    return DoctorFinding(
      isGood: report.isValid,
      text:
        "audit log of \(report.entries) entries\(report.problem.map { ": \($0)" } ?? " is as it was written")"
    )
  }
}
