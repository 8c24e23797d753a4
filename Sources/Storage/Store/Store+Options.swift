public import CloudTrail
public import Events
import Foundation

extension Store {
  /// How a store works.
  public struct Options: Sendable {
    /// The clock: arrival times, times of changes.
    public var now: @Sendable () -> Timestamp
    /// How raw records become ECS documents. Its time of reading is replaced by the arrival time of each event.
    public var mapping: ECSMapper.Options
    /// How long a statement waits for another process's lock, in seconds.
    public var busyTimeout: Double
    /// How many snapshots can be read at the same time.
    public var readers: Int
    /// The most pages of 4,096 bytes that the file may have; nil means as many as the disk holds.
    public var maximumPages: Int?
    /// Alerts of one principal in one account belong to one incident while no pause between them is longer than this,
    /// in nanoseconds.
    public var incidentGap: Int64
    /// Whether the columns of alerts are kept in memory, about 64 bytes an alert: for programs that ask often.
    public var keepsAlertFacts: Bool

    /// The usual options.
    public init(
      now: @escaping @Sendable () -> Timestamp = Options.systemTime,
      mapping: ECSMapper.Options = ECSMapper.Options(ingested: Timestamp(nanoseconds: 0)),
      busyTimeout: Double = 10, readers: Int = 8, maximumPages: Int? = nil,
      incidentGap: Int64 = 24 * 3_600_000_000_000, keepsAlertFacts: Bool = false
    ) {
      self.now = now
      self.mapping = mapping
      self.busyTimeout = busyTimeout
      self.readers = readers
      self.maximumPages = maximumPages
      self.incidentGap = incidentGap
      self.keepsAlertFacts = keepsAlertFacts
    }

    /// The time of the system.
    @Sendable public static func systemTime() -> Timestamp {
      var time = timespec()
      clock_gettime(CLOCK_REALTIME, &time)
      return Timestamp(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
    }
  }
}
