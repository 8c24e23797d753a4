import Events
import OrderedCollections

/// One number about the values of a field, or about the hits without it.
final class MetricAggregator: Aggregator {
  /// More different values than this are not told apart.
  private static let maximumValues = 200_000

  private let kind: String
  private let field: String
  private let type: FieldType
  private var count = 0
  private var sum = 0.0
  private var minimum: Double?
  private var maximum: Double?
  private var values: Set<JSON> = []

  init(_ request: AggregationRequest) throws(APIFailure) {
    try request.check(["field", "precision_threshold", "format"], allowsInner: false)
    kind = request.kind
    field = try request.field()
    type = request.context.types.type(of: field)
    let needsNumbers = !["cardinality", "value_count", "missing"].contains(kind)
    guard !needsNumbers || type == .date || type.isNumeric || !request.context.types.isMapped(field) else {
      throw .bad("Field [\(field)] of type [\(type.rawValue)] is not supported for aggregation [\(kind)]")
    }
  }

  func add(_ hit: Hit) throws(APIFailure) {
    let found = hit.values(field)
    switch kind {
    case "missing": count += found.isEmpty ? 1 : 0
    case "value_count": count += found.count
    case "cardinality": if values.count < Self.maximumValues { values.formUnion(found) }
    default: for value in found { if let number = number(value) { add(number) } }
    }
  }

  private func number(_ value: JSON) -> Double? {
    if type == .date { return value.string.flatMap { Timestamp($0) }.map { Double($0.milliseconds) } }
    return value.double
  }

  private func add(_ number: Double) {
    count += 1
    sum += number
    minimum = Swift.min(minimum ?? number, number)
    maximum = Swift.max(maximum ?? number, number)
  }

  func result() -> JSON {
    let average = count == 0 ? nil : sum / Double(count)
    switch kind {
    case "missing": return ["doc_count": .number(JSONNumber(count))]
    case "value_count": return ["value": .number(JSONNumber(count))]
    case "cardinality": return ["value": .number(JSONNumber(values.count))]
    case "sum": return shown(sum)
    case "min": return shown(minimum)
    case "max": return shown(maximum)
    case "avg": return shown(average)
    default:
      return [
        "count": .number(JSONNumber(count)), "min": json(minimum), "max": json(maximum), "avg": json(average),
        "sum": json(sum),
      ]
    }
  }

  private func json(_ number: Double?) -> JSON { number.map { .number(JSONNumber($0)) } ?? .null }

  private func shown(_ number: Double?) -> JSON {
    var members: JSONObject = ["value": json(number)]
    if type == .date, kind != "sum", let number, let time = Timestamp(milliseconds: Int64(number)) {
      members["value_as_string"] = .string(time.description)
    }
    return .object(members)
  }
}
