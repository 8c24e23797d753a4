/// A page of a list: the parameters `page` and `per_page`.
struct Page: Sendable, Hashable {
  /// The number, from 1.
  let number: Int
  /// How many entries it has at most.
  let size: Int

  /// Reads the parameters.
  ///
  /// - Throws: `APIFailure` when they are no numbers, or too large.
  init(_ parameters: FormBody, standard: Int = 20, maximum: Int = 1000) throws(APIFailure) {
    func number(_ name: String, _ standard: Int, _ range: ClosedRange<Int>) throws(APIFailure) -> Int {
      guard let text = parameters[name] else { return standard }
      guard let number = Int(text), range.contains(number) else {
        throw .bad("[request query]: \(name): must be a whole number from \(range.lowerBound) to \(range.upperBound)")
      }
      return number
    }
    self.number = try number("page", 1, 1...1_000_000)
    size = try number("per_page", standard, 0...maximum)
  }

  /// How many entries are passed over.
  var offset: Int { (number - 1) * size }

  /// The entries of the page.
  func of<Element>(_ all: [Element]) -> ArraySlice<Element> { all.dropFirst(offset).prefix(size) }
}
