import Events

/// What an event must fulfil so that a condition on it may be true, and so that it may be false.
///
/// Both are questions to the event that the matcher answers quickly and that are never wrong in one direction: an event for
/// which the condition is true always fulfils the first one.
struct ESQLPrefilter {
  struct Possible {
    let isTrue: Expression
    let isFalse: Expression

    static let unknown = Possible(isTrue: .all, isFalse: .all)
  }

  let compiler: ESQLCompiler

  func possible(_ node: ESQLNode) -> Possible {
    switch node {
    case .call("and", let parts):
      let all = parts.map(possible)
      return Possible(isTrue: .conjunction(all.map(\.isTrue)), isFalse: .disjunction(all.map(\.isFalse)))
    case .call("or", let parts):
      let all = parts.map(possible)
      return Possible(isTrue: .disjunction(all.map(\.isTrue)), isFalse: .conjunction(all.map(\.isFalse)))
    case .call("not", let parts) where parts.count == 1:
      let inner = possible(parts[0])
      return Possible(isTrue: inner.isFalse, isFalse: inner.isTrue)
    case .call("is null", let parts):
      return exists(parts).map { Possible(isTrue: .not($0), isFalse: $0) } ?? .unknown
    case .call("is not null", let parts):
      return exists(parts).map { Possible(isTrue: $0, isFalse: .not($0)) } ?? .unknown
    case .call(let name, let arguments): return leaf(name, arguments)
    case .column(let name):
      guard let field = compiler.field(name) else { return .unknown }
      return decided(field, .boolean(true))
    case .literal, .star: return .unknown
    }
  }

  private func exists(_ parts: [ESQLNode]) -> Expression? {
    guard parts.count == 1, case .column(let name) = parts[0], let field = compiler.field(name),
      isPlain(field)
    else { return nil }
    return .test(field: field, .exists)
  }

  /// Fields whose values a mapping may refuse to read are asked nothing.
  private func isPlain(_ field: String) -> Bool {
    guard compiler.types.isMapped(field) else { return true }
    return ESQLType(compiler.types.type(of: field)) == .keyword
  }

  private func decided(_ field: String, _ test: Test) -> Possible {
    Possible(
      isTrue: .test(field: field, test),
      isFalse: .conjunction([.test(field: field, .exists), .not(.test(field: field, test))]))
  }

  private func leaf(_ name: String, _ arguments: [ESQLNode]) -> Possible {
    guard let first = arguments.first, case .column(let column) = first, let field = compiler.field(column),
      isPlain(field)
    else { return .unknown }
    let texts = arguments.dropFirst().compactMap { argument -> String? in
      if case .literal(.text(let text)) = argument { text } else { nil }
    }
    guard !texts.isEmpty, texts.count == arguments.count - 1 else { return .unknown }
    // A field without a mapping may hold numbers or dates that are compared as such.
    switch name {
    case "==": return decided(field, .term(texts[0], ignoresCase: false))
    case "!=":
      let equal = decided(field, .term(texts[0], ignoresCase: false))
      return Possible(isTrue: equal.isFalse, isFalse: equal.isTrue)
    case "in": return decided(field, .terms(Set(texts), ignoresCase: false))
    case "like" where texts.count == 1:
      return decided(field, .wildcard(Wildcard(texts[0]), ignoresCase: false))
    default: return .unknown
    }
  }
}
