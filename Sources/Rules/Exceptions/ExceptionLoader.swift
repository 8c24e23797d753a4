import Events
import Foundation
import OrderedCollections

/// Reads exceptions from files: Kibana's exports (`.ndjson`, `.json`), and our own form in TOML.
public struct ExceptionLoader {
  /// What was read.
  public struct Result: Sendable {
    /// The exceptions.
    public var exceptions = ExceptionSet()
    /// What could not be read; everything else was.
    public var problems: [RuleError] = []
  }

  /// A file may have this many bytes.
  public static let maximumBytes = 64 << 20

  private var result = Result()

  /// Reads files.
  public static func load(paths: [String]) -> Result {
    var loader = ExceptionLoader()
    for path in paths { loader.load(path) }
    return loader.result
  }

  private mutating func load(_ path: String) {
    do {
      let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? 0
      guard size <= Self.maximumBytes else {
        problem(path, "has \(size) bytes; a file of exceptions may have \(Self.maximumBytes)")
        return
      }
      let bytes = Array(try Data(contentsOf: URL(filePath: path)))
      if path.hasSuffix(".toml") {
        loadTOML(String(decoding: bytes, as: UTF8.self), path)
      } else {
        loadKibana(bytes, path)
      }
    } catch {
      problem(path, "cannot be read: \(error.localizedDescription)")
    }
  }

  private mutating func problem(_ path: String, _ message: String) {
    result.problems.append(RuleError(path: path, message: message))
  }

  private mutating func loadKibana(_ bytes: [UInt8], _ path: String) {
    let content = RuleNDJSON.read(bytes, path: path)
    result.problems += content.problems
    for object in content.exceptionItems {
      let source = RuleSource(path: path)
      do throws(FieldError) {
        result.exceptions.add(try ExceptionReader.kibana(object, source: source))
      } catch {
        let name = object["name"]?.string ?? object["item_id"]?.string ?? "an item"
        result.problems.append(
          RuleError(path: path, field: error.field, message: "\(name): \(error.message)"))
      }
    }
  }

  private mutating func loadTOML(_ text: String, _ path: String) {
    let file: JSONObject
    do throws(RuleError) {
      file = try TOMLText.read(text, path: path)
    } catch {
      result.problems.append(error)
      return
    }
    let locator = KeyLocator(text)
    func checked(_ body: () throws(FieldError) -> Void) -> RuleError? {
      do throws(FieldError) {
        try body()
        return nil
      } catch {
        return RuleError(
          path: path, line: locator.line(of: error.field), field: error.field, message: error.message)
      }
    }
    let top = FieldReader(members: file, path: "")
    var found = ExceptionSet()
    var problems: [RuleError?] = [
      checked { () throws(FieldError) in try top.refuseUnknown(["exception", "value_list"]) }
    ]
    for (index, _) in (file["exception"]?.array ?? []).enumerated() {
      problems.append(
        checked { () throws(FieldError) in
          let table = try top.objects("exception")[index]
          let line = locator.line(of: table.path) ?? 1
          found.add(try ExceptionReader.own(table, source: RuleSource(path: path, line: line)))
        })
    }
    for (index, _) in (file["value_list"]?.array ?? []).enumerated() {
      problems.append(
        checked { () throws(FieldError) in
          found.add(try ValueListReader.read(try top.objects("value_list")[index], besides: path))
        })
    }
    for item in found.items { result.exceptions.add(item) }
    for list in found.valueLists.values { result.exceptions.add(list) }
    result.problems += problems.compactMap(\.self)
  }
}
