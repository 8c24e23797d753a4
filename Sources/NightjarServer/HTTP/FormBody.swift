import Foundation

/// The fields of a form in the encoding `application/x-www-form-urlencoded`; also of the query of a URL.
public struct FormBody: Sendable, Hashable {
  /// So many fields are read; further ones are left out.
  private static let maximumFields = 1000

  private let pairs: [(name: String, value: String)]

  /// Reads the text of a form or a query.
  public init(_ text: some StringProtocol) {
    pairs = text.split(separator: "&", maxSplits: Self.maximumFields).prefix(Self.maximumFields).map { pair in
      let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      return (Self.decoded(sides[0]), sides.count == 2 ? Self.decoded(sides[1]) : "")
    }
  }

  /// The first value of a field; nil when it is not there.
  public subscript(name: String) -> String? { pairs.first { $0.name == name }?.value }

  /// All values of a field.
  public func values(_ name: String) -> [String] { pairs.filter { $0.name == name }.map(\.value) }

  /// The names of all fields.
  public var names: [String] { pairs.map(\.name) }

  /// Text that is no valid encoding stands for itself.
  private static func decoded(_ text: some StringProtocol) -> String {
    let spaced = String(text.map { $0 == "+" ? " " : $0 })
    return spaced.removingPercentEncoding ?? spaced
  }

  /// Whether the fields are the same, in the same order.
  public static func == (left: FormBody, right: FormBody) -> Bool {
    left.pairs.elementsEqual(right.pairs) { $0 == $1 }
  }

  /// Adds the fields to a hasher.
  public func hash(into hasher: inout Hasher) {
    for (name, value) in pairs {
      hasher.combine(name)
      hasher.combine(value)
    }
  }
}
