/// The state of parsing one ISO 8601 text.
struct TimestampParser {
  let bytes: UnsafeBufferPointer<UInt8>
  private var index = 0

  init(bytes: UnsafeBufferPointer<UInt8>) {
    self.bytes = bytes
  }

  mutating func parse() -> Timestamp? {
    // Nearly all times are of this form, so it is read without looking for others.
    if bytes.count == 20, let time = parseSeconds() { return time }
    index = 0
    return parseAny()
  }

  /// `yyyy-MM-ddTHH:mm:ssZ`.
  private mutating func parseSeconds() -> Timestamp? {
    guard bytes[4] == 0x2D, bytes[7] == 0x2D, bytes[10] == 0x54, bytes[13] == 0x3A, bytes[16] == 0x3A,
      bytes[19] == 0x5A
    else { return nil }
    var areDigits = true
    func pair(_ start: Int) -> Int64 {
      let (tens, ones) = (bytes[start] &- 0x30, bytes[start + 1] &- 0x30)
      areDigits = areDigits && tens < 10 && ones < 10
      return Int64(tens) * 10 + Int64(ones)
    }
    let (year, month, day) = (pair(0) * 100 + pair(2), pair(5), pair(8))
    let (hour, minute, second) = (pair(11), pair(14), pair(17))
    guard areDigits else { return nil }
    return assemble(
      year: year, month: month, day: day, hour: hour, minute: minute, second: second, nanoseconds: 0,
      zoneSeconds: 0)
  }

  private mutating func parseAny() -> Timestamp? {
    guard bytes.count <= 40, let year = digits(4) else { return nil }
    var parts: [Int64] = [1, 1, 0, 0, 0]
    let isBasic = index < bytes.count && bytes[index] &- 0x30 < 10
    let separators: [UInt8] = Array("--T::".utf8)
    var read = 0
    while read < 5, index < bytes.count {
      let isSeparated = !(isBasic && separators[read] != UInt8(ascii: "T"))
      if isSeparated {
        guard bytes[index] == separators[read] else { break }
        index += 1
        // A date may end in a bare "T".
        if read == 2, index == bytes.count { break }
      }
      guard let value = digits(2) else { return nil }
      parts[read] = value
      read += 1
    }
    if isBasic, read < 5 { return nil }
    let fraction = read == 5 ? self.fraction() : 0
    guard let fraction, let zone = zone(allowed: read >= 3), index == bytes.count else { return nil }
    return assemble(
      year: year, month: parts[0], day: parts[1], hour: parts[2], minute: parts[3], second: parts[4],
      nanoseconds: fraction, zoneSeconds: zone)
  }

  private func assemble(
    year: Int64, month: Int64, day: Int64, hour: Int64, minute: Int64, second: Int64, nanoseconds: Int64,
    zoneSeconds: Int64
  ) -> Timestamp? {
    guard (1...12).contains(month), day >= 1, day <= Timestamp.days(inMonth: month, of: year),
      hour < 24, minute < 60, second < 60
    else { return nil }
    let days = Timestamp.days(year: year, month: month, day: day)
    let seconds = days * 86_400 + hour * 3600 + minute * 60 + second - zoneSeconds
    let (scaled, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    let (total, overflow2) = scaled.addingReportingOverflow(nanoseconds)
    return overflow || overflow2 ? nil : Timestamp(nanoseconds: total)
  }

  private mutating func digits(_ count: Int) -> Int64? {
    guard index + count <= bytes.count else { return nil }
    var value: Int64 = 0
    for byte in bytes[index..<index + count] {
      guard byte &- 0x30 < 10 else { return nil }
      value = value * 10 + Int64(byte - 0x30)
    }
    index += count
    return value
  }

  /// Nanoseconds of a fraction, 0 without one; nil when it is malformed.
  private mutating func fraction() -> Int64? {
    guard index < bytes.count, bytes[index] == UInt8(ascii: ".") || bytes[index] == UInt8(ascii: ",") else {
      return 0
    }
    index += 1
    var value: Int64 = 0
    var count = 0
    while index < bytes.count, bytes[index] &- 0x30 < 10, count < 9 {
      value = value * 10 + Int64(bytes[index] - 0x30)
      index += 1
      count += 1
    }
    guard count > 0 else { return nil }
    for _ in count..<9 { value *= 10 }
    return value
  }

  /// The offset from UTC in seconds, 0 without one; nil when it is malformed or not allowed.
  private mutating func zone(allowed: Bool) -> Int64? {
    guard index < bytes.count else { return 0 }
    guard allowed else { return nil }
    let sign = bytes[index]
    index += 1
    if sign == UInt8(ascii: "Z") { return 0 }
    guard sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"), let hours = digits(2), hours < 24 else {
      return nil
    }
    var minutes: Int64 = 0
    if index < bytes.count {
      if bytes[index] == UInt8(ascii: ":") { index += 1 }
      guard let value = digits(2), value < 60 else { return nil }
      minutes = value
    }
    let seconds = hours * 3600 + minutes * 60
    return sign == UInt8(ascii: "-") ? -seconds : seconds
  }
}
