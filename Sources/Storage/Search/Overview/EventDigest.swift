/// What an overview keeps of one part of one table: enough to be added to those of other parts.
struct EventDigest: Sendable {
  /// How often the values of a field occur.
  struct Tally: Sendable {
    /// A value that is a number in the table of terms.
    struct Coded: Sendable {
      /// The hash of the text, by which equal texts of different tables are found.
      let hash: Int
      let code: Int64
      let count: Int
    }

    var coded: [Coded] = []
    /// Values of events that no column could hold.
    var texts: [String: Int] = [:]

    var size: Int { coded.count + 4 * texts.count }
  }

  /// An event, ordered by its time; those without a time come first.
  struct Place: Sendable, Comparable {
    let time: Int64
    let seq: Int64

    static func < (left: Place, right: Place) -> Bool { (left.time, left.seq) < (right.time, right.seq) }
  }

  var total = 0
  /// How many events happened in each interval, by its beginning.
  var bars: [Int64: Int] = [:]
  var tallies: [Tally]
  /// The newest events, the latest last.
  var newest: [Place] = []

  /// About how much memory it takes, in units of some bytes.
  var size: Int { 8 + bars.count + newest.count + tallies.reduce(0) { $0 + $1.size } }
}
