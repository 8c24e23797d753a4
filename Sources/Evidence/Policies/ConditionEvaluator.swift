import Events

/// Decides conditions of policies.
///
/// Operators: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html;
/// keys with several values:
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
struct ConditionEvaluator {
  let context: RequestContext

  /// Whether all conditions of a statement hold.
  func verdict(_ conditions: [(operation: String, key: String, values: [String])]) -> Verdict {
    var result = Verdict.yes
    for condition in conditions {
      result = .and(result, verdict(condition.operation, condition.key, condition.values))
    }
    return result
  }

  private func verdict(_ operation: String, _ key: String, _ values: [String]) -> Verdict {
    var name = operation
    let set = ["ForAllValues:", "ForAnyValue:"].first { name.hasPrefix($0) }
    if let set { name = String(name.dropFirst(set.count)) }
    let ifExists = name.hasSuffix("IfExists")
    if ifExists { name = String(name.dropLast(8)) }
    guard let given = context.values(key) else {
      return .unknown("the event does not say \(key), which \(operation) asks for")
    }
    if name == "Null" { return Verdict(values.contains { ($0.lowercased() == "true") == given.isEmpty }) }
    guard let test = Self.tests[name] else { return .unknown("the operator \(operation) is not known") }
    let isNegated = name.contains("Not")
    if given.isEmpty {
      // An absent key fulfils negated operators, IfExists and ForAllValues.
      return Verdict(set == "ForAnyValue:" ? false : ifExists || isNegated || set == "ForAllValues:")
    }
    return decide(set, given, values, isNegated, test, operation)
  }

  private typealias Comparison = @Sendable (_ given: String, _ wanted: String) -> Bool?

  private func decide(
    _ set: String?, _ given: [String], _ values: [String], _ isNegated: Bool, _ test: Comparison,
    _ operation: String
  ) -> Verdict {
    var wanted: [String] = []
    for value in values {
      switch PolicyVariables.fill(value, context) {
      case .success(let text): wanted.append(text)
      case .failure(let reason): return .unknown(reason.message)
      }
    }
    var results: [Bool] = []
    for value in given {
      let fits = wanted.map { test(value, $0) }
      if fits.contains(where: { $0 == nil }) {
        return .unknown("\(operation) cannot compare \(value) with \(Words.list(wanted, limit: 3))")
      }
      // Several values of a condition are alternatives; of a negated one none may fit.
      let isOne = fits.contains(true)
      results.append(isNegated ? !isOne : isOne)
    }
    return Verdict(set == "ForAnyValue:" ? results.contains(true) : results.allSatisfy { $0 })
  }

  private static let tests: [String: Comparison] = [
    "StringEquals": { $0 == $1 }, "StringNotEquals": { $0 == $1 },
    "StringEqualsIgnoreCase": { $0.lowercased() == $1.lowercased() },
    "StringNotEqualsIgnoreCase": { $0.lowercased() == $1.lowercased() },
    "StringLike": { PolicyPattern.matches($1, $0) }, "StringNotLike": { PolicyPattern.matches($1, $0) },
    "ArnEquals": arn, "ArnLike": arn, "ArnNotEquals": arn, "ArnNotLike": arn,
    "NumericEquals": numeric { $0 == $1 }, "NumericNotEquals": numeric { $0 == $1 },
    "NumericLessThan": numeric { $0 < $1 },
    "NumericLessThanEquals": numeric { $0 <= $1 }, "NumericGreaterThan": numeric { $0 > $1 },
    "NumericGreaterThanEquals": numeric { $0 >= $1 },
    "DateEquals": date { $0 == $1 }, "DateNotEquals": date { $0 == $1 }, "DateLessThan": date { $0 < $1 },
    "DateLessThanEquals": date { $0 <= $1 },
    "DateGreaterThan": date { $0 > $1 }, "DateGreaterThanEquals": date { $0 >= $1 },
    "Bool": { $0.lowercased() == $1.lowercased() }, "BinaryEquals": { $0 == $1 },
    "IpAddress": address, "NotIpAddress": address,
  ]

  /// ARNs are compared part by part; patterns may stand in each.
  @Sendable private static func arn(_ given: String, _ wanted: String) -> Bool? {
    let (left, right) = (parts(given), parts(wanted))
    guard left.count == 6, right.count == 6 else { return wanted == "*" ? true : false }
    return zip(left, right).allSatisfy { PolicyPattern.matches($1, $0) }
  }

  private static func parts(_ arn: String) -> [String] {
    arn.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false).map(String.init)
  }

  private static func numeric(_ compare: @escaping @Sendable (Double, Double) -> Bool) -> Comparison {
    { given, wanted in
      guard let left = Double(given), let right = Double(wanted) else { return nil }
      return compare(left, right)
    }
  }

  private static func date(_ compare: @escaping @Sendable (Timestamp, Timestamp) -> Bool) -> Comparison {
    { given, wanted in
      guard let left = time(given), let right = time(wanted) else { return nil }
      return compare(left, right)
    }
  }

  /// Dates stand in ISO 8601 or as seconds since the epoch.
  private static func time(_ text: String) -> Timestamp? {
    if text.utf8.count > 4, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
      return Int64(text).flatMap { seconds in
        let (nanoseconds, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        return overflow ? nil : Timestamp(nanoseconds: nanoseconds)
      }
    }
    return Timestamp(text)
  }

  @Sendable private static func address(_ given: String, _ wanted: String) -> Bool? {
    guard let address = IPAddress(given) else { return nil }
    if let network = IPNetwork(wanted) { return network.contains(address) }
    return IPAddress(wanted).map { $0 == address }
  }
}
