public import CloudTrail
import Events

/// Reads the records of files of every shape: `{"Records": […]}`, single records, NDJSON, arrays, EventBridge and SNS
/// envelopes, LookupEvents output, CloudTrail Lake rows, ECS documents and Elasticsearch hits, gzip or not.
///
/// Shapes are recognised by content. Memory is bounded whatever the size of a file. A reader serves one thread and
/// is reused from file to file.
public final class RecordReader {
  private let limits: InputLimits
  private let window: Window
  private let compressed: Window
  private let inflater: Inflater?
  private let slots = SlotScanner(plan: RecordSlot.plan)
  private let unwrapper: Unwrapper

  private var report = FileReport(path: "")
  private var position = 0

  /// A reader with its buffers.
  public init(limits: InputLimits = .standard) {
    self.limits = limits
    window = Window(limits: limits)
    compressed = Window(limits: limits)
    inflater = Inflater()
    unwrapper = Unwrapper(limits: limits)
  }

  /// Reads a file from beginning to end and hands its records over to `handler`.
  ///
  /// - Returns: What could not be read, among others.
  public func read(_ entry: FileList.Entry, handler: some RecordHandler) -> FileReport {
    read(named: entry.path.text, handler: handler) { () throws(InputProblem.Reason) in
      if let download = entry.download {
        let file = try download()
        // The file may go away as soon as it is open.
        defer { withExtendedLifetime(file) {} }
        return try FileBytes(path: file.path)
      }
      return try entry.isStandardInput ? FileBytes(borrowing: 0) : FileBytes(path: entry.path)
    }
  }

  /// Reads the file that `open` opens and calls it by another name.
  func read(
    named name: String, handler: some RecordHandler, _ openFile: () throws(InputProblem.Reason) -> FileBytes
  ) -> FileReport {
    report = FileReport(path: name)
    position = 0
    window.clear()
    do throws(InputProblem.Reason) {
      try open(try openFile())
      try readValues(handler)
    } catch {
      // A file whose bytes give out in the middle is named where they did.
      // That is always said, also when the damage made many values wrong before.
      let end = window.base + window.count
      report.problems.append(InputProblem(path: report.path, offset: end > 0 ? end : nil, reason: error))
    }
    report.textBytes = window.base + window.count
    return report
  }

  /// Reads text that is already in memory.
  ///
  /// - Returns: What could not be read, among others.
  public func read(text: [UInt8], named name: String, handler: some RecordHandler) -> FileReport {
    report = FileReport(path: name)
    position = 0
    _ = window.load(capacity: max(text.count, 1)) { target in
      target.copyBytes(from: text)
      return text.count
    }
    do throws(InputProblem.Reason) {
      try readValues(handler)
    } catch {
      note(error, at: window.count)
    }
    report.textBytes = text.count
    return report
  }

  private func note(_ reason: InputProblem.Reason, at offset: Int?) {
    guard report.problems.count < limits.problemsPerFile else {
      report.unnamedProblems += 1
      return
    }
    report.problems.append(InputProblem(path: report.path, offset: offset, reason: reason))
  }

  // MARK: Opening

  /// Prepares the window: small files as a whole, gzip ones inflated at once, others as a stream.
  private func open(_ file: FileBytes) throws(InputProblem.Reason) {
    let small = file.size.map { $0 < limits.wholeFileBytes } ?? false
    guard small, let size = file.size else {
      try openStream(file)
      return
    }
    var failure: InputProblem.Reason?
    let fill = { (target: UnsafeMutableRawBufferPointer) -> Int? in
      do throws(InputProblem.Reason) {
        return try file.read(into: UnsafeMutableRawBufferPointer(rebasing: target[0..<size]))
      } catch {
        failure = error
        return nil
      }
    }
    _ = compressed.load(capacity: max(size, 1), fill)
    if let failure { throw failure }
    let bytes = compressed.bytes
    guard Self.isGzip(bytes) else {
      _ = window.load(capacity: max(size, 1)) { target in
        target.copyMemory(from: UnsafeRawBufferPointer(bytes))
        return bytes.count
      }
      return
    }
    guard try !inflateWhole(bytes) else { return }
    window.open(
      try GzipBytes(
        source: MemoryBytes(bytes), head: UnsafeRawBufferPointer(start: nil, count: 0), limits: limits))
  }

  /// Inflates a gzip file at once when its trailer promises that it fits and it is intact.
  private func inflateWhole(_ bytes: UnsafeBufferPointer<UInt8>) throws(InputProblem.Reason) -> Bool {
    guard let inflater, bytes.count >= 18 else { return false }
    let promised = bytes.suffix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
    guard promised <= limits.wholeFileBytes else { return false }
    return window.load(capacity: max(promised, 1)) { target in
      inflater.inflate(UnsafeRawBufferPointer(bytes), into: target)
    }
  }

  private func openStream(_ file: FileBytes) throws(InputProblem.Reason) {
    let head = UnsafeMutableRawBufferPointer.allocate(byteCount: 4096, alignment: 16)
    defer { head.deallocate() }
    let count = try file.read(into: head)
    let start = UnsafeRawBufferPointer(rebasing: head[0..<count])
    if Self.isGzip(UnsafeRawBufferPointer(start).assumingMemoryBound(to: UInt8.self)) {
      window.open(try GzipBytes(source: file, head: start, limits: limits))
    } else {
      window.open(PrefixedBytes(head: Array(start), rest: file))
    }
  }

  private static func isGzip(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    bytes.count >= 3 && bytes[0] == 0x1F && bytes[1] == 0x8B && bytes[2] == 8
  }

  // MARK: The values of a file

  private func readValues(_ handler: some RecordHandler) throws(InputProblem.Reason) {
    try skipByteOrderMark()
    while try skipSpace() {
      let start = window.base + position
      do throws(ReadFailure) {
        try readValue(handler)
      } catch {
        switch error {
        case .source(let reason):
          throw reason
        case .json(let json):
          note(.json(json.reason), at: window.base + json.offset)
          try skipToNextLine(after: start)
        }
      }
    }
  }

  /// Either the bytes gave out, which ends the file, or the text is wrong, which ends a value.
  private enum ReadFailure: Error {
    case source(InputProblem.Reason)
    case json(JSONError)
  }

  private func readValue(_ handler: some RecordHandler) throws(ReadFailure) {
    let first = window.bytes[position]
    if first == UInt8(ascii: "[") {
      position += 1
      try readElements(handler)
    } else if first == UInt8(ascii: "{"), try enterContainer() {
      try readElements(handler)
      try readRestOfContainer()
    } else {
      try readElement(handler)
    }
  }

  /// When the object at hand begins with the list of its records (`{"Records": [`), moves behind the bracket, so that
  /// a list of any length is read element by element.
  private func enterContainer() throws(ReadFailure) -> Bool {
    while window.count - position < 256, !window.isAtEnd { try refill() }
    let bytes = window.bytes
    var index = position + 1
    func skip() { while index < bytes.count, bytes[index] <= 0x20 { index += 1 } }
    skip()
    let key = ["\"Records\"", "\"Events\""].first { bytes[min(index, bytes.count)...].starts(with: $0.utf8) }
    guard let key else { return false }
    index += key.utf8.count
    skip()
    guard index < bytes.count, bytes[index] == UInt8(ascii: ":") else { return false }
    index += 1
    skip()
    guard index < bytes.count, bytes[index] == UInt8(ascii: "[") else { return false }
    position = index + 1
    return true
  }

  /// Reads elements up to the closing bracket of a list.
  private func readElements(_ handler: some RecordHandler) throws(ReadFailure) {
    var byte = try nextByte()
    if byte == UInt8(ascii: "]") {
      position += 1
      return
    }
    while true {
      try readElement(handler)
      byte = try nextByte()
      position += 1
      if byte == UInt8(ascii: "]") { return }
      guard byte == UInt8(ascii: ",") else { throw .json(JSONError(.unexpectedByte, at: position - 1)) }
      _ = try nextByte()
    }
  }

  /// Reads the members that follow the list of records up to the closing brace.
  private func readRestOfContainer() throws(ReadFailure) {
    while true {
      let byte = try nextByte()
      position += 1
      if byte == UInt8(ascii: "}") { return }
      guard byte == UInt8(ascii: ",") else { throw .json(JSONError(.unexpectedByte, at: position - 1)) }
      guard try nextByte() == UInt8(ascii: "\"") else {
        throw .json(JSONError(.unexpectedByte, at: position))
      }
      try skipAnyValue()
      guard try nextByte() == UInt8(ascii: ":") else { throw .json(JSONError(.unexpectedByte, at: position)) }
      position += 1
      _ = try nextByte()
      try skipAnyValue()
    }
  }

  private func skipAnyValue() throws(ReadFailure) {
    try scanning { (scanner, start) throws(JSONError) in
      try scanner.skipValue(start, depth: 0)
    } then: { _, _ in
    }
  }

  /// Reads the value at hand as one record or envelope.
  private func readElement(_ handler: some RecordHandler) throws(ReadFailure) {
    let offset = window.base + position
    guard window.bytes[position] == UInt8(ascii: "{") else {
      try skipAnyValue()
      note(.notAnObject, at: offset)
      return
    }
    try scanning { [slots] (scanner, start) throws(JSONError) in
      try slots.scanObject(scanner, at: start)
    } then: { start, end in
      let bytes = UnsafeBufferPointer(start: start, count: end - start)
      for reason in unwrapper.unwrap(bytes, slots: slots, handler: handler) {
        note(reason, at: offset)
      }
    }
  }

  /// Runs a scan from the position at hand; when the value goes on behind the window, reads more and scans again.
  private func scanning(
    _ scan: (JSONScanner, JSONScanner.Position) throws(JSONError) -> JSONScanner.Position,
    then body: (JSONScanner.Position, JSONScanner.Position) -> Void
  ) throws(ReadFailure) {
    while true {
      guard let start = window.bytes.baseAddress else { throw .json(JSONError(.unexpectedEnd, at: position)) }
      do throws(JSONError) {
        let scanner = JSONScanner(start: start, end: start + window.count)
        let end = try scan(scanner, start + position)
        // A number that touches the end of the window may go on.
        if end == scanner.end, !window.isAtEnd, end[-1] &- 0x30 < 10 {
          throw JSONError(.unexpectedEnd, at: window.count)
        }
        body(start + position, end)
        position = end - start
        return
      } catch {
        guard error.reason == .unexpectedEnd, !window.isAtEnd else { throw .json(error) }
        try refill()
      }
    }
  }

  // MARK: Moving forward

  private func refill() throws(ReadFailure) {
    do throws(InputProblem.Reason) {
      try window.advance(dropping: position)
      position = 0
    } catch {
      throw .source(error)
    }
  }

  /// Moves to the next byte that is no white space and returns it without passing it.
  private func nextByte() throws(ReadFailure) -> UInt8 {
    let found: Bool
    do throws(InputProblem.Reason) {
      found = try skipSpace()
    } catch {
      throw .source(error)
    }
    guard found else { throw .json(JSONError(.unexpectedEnd, at: position)) }
    return window.bytes[position]
  }

  /// Moves to the next byte that is no white space; false at the end of the file.
  private func skipSpace() throws(InputProblem.Reason) -> Bool {
    while true {
      let bytes = window.bytes
      while position < bytes.count {
        let byte = bytes[position]
        guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return true }
        position += 1
      }
      guard !window.isAtEnd else { return false }
      try window.advance(dropping: position)
      position = 0
    }
  }

  private func skipByteOrderMark() throws(InputProblem.Reason) {
    while window.count < 3, !window.isAtEnd { try window.advance(dropping: 0) }
    if window.bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
  }

  /// After text that is no JSON: goes on with the next line that starts an object, which in NDJSON is the next record.
  private func skipToNextLine(after start: Int) throws(InputProblem.Reason) {
    position = max(position, start - window.base)
    while true {
      let bytes = window.bytes
      while position < bytes.count {
        if bytes[position] == UInt8(ascii: "{"), position > 0, bytes[position - 1] == UInt8(ascii: "\n"),
          window.base + position > start
        {
          return
        }
        position += 1
      }
      guard !window.isAtEnd else { return }
      // The last byte stays, since it may be the line feed in front of the next record.
      let kept = max(0, position - 1)
      try window.advance(dropping: kept)
      position -= kept
    }
  }
}
