import Events
import OrderedCollections
import Query

/// The member `fields` of a search: values of fields as lists, with dates in a format.
struct FieldRequests: Sendable {
  private struct Request: Sendable {
    let pattern: Wildcard
    let format: String?
  }

  private let requests: [Request]

  /// Reads the member.
  ///
  /// - Throws: `APIFailure` when it is wrong.
  init(_ value: JSON?) throws(APIFailure) {
    guard let value else {
      requests = []
      return
    }
    guard let elements = value.array, elements.count <= 1000 else {
      throw .bad("[fields] must be a list", type: "parsing_exception")
    }
    var requests: [Request] = []
    for element in elements {
      guard let name = element.string ?? element["field"]?.string else {
        throw .bad("[fields] must hold names of fields", type: "parsing_exception")
      }
      let format = element["format"]?.string
      guard format == nil || format == "epoch_millis" || format == "strict_date_optional_time" else {
        throw .bad("[fields] the format [\(format ?? "")] is not supported")
      }
      requests.append(Request(pattern: Wildcard(name), format: format))
    }
    self.requests = requests
  }

  var isEmpty: Bool { requests.isEmpty }

  /// The values of a document.
  func values(_ document: JSONObject, types: FieldTypes) -> JSONObject {
    var found: JSONObject = [:]
    add(.object(document), "", types, &found)
    return found
  }

  private func add(_ value: JSON, _ path: String, _ types: FieldTypes, _ found: inout JSONObject) {
    switch value {
    case .null: return
    case .object(let members):
      for (key, member) in members { add(member, path.isEmpty ? key : "\(path).\(key)", types, &found) }
    case .array(let elements): for element in elements { add(element, path, types, &found) }
    case .bool, .number, .string:
      guard let request = requests.first(where: { $0.pattern.matches(path, ignoresCase: false) }) else { return }
      found[path] = .array((found[path]?.array ?? []) + [Self.formatted(value, request.format, types.type(of: path))])
    }
  }

  private static func formatted(_ value: JSON, _ format: String?, _ type: FieldType) -> JSON {
    guard type == .date, format == "epoch_millis", let text = value.string, let time = Timestamp(text) else {
      return value
    }
    return .string("\(time.milliseconds)")
  }
}
