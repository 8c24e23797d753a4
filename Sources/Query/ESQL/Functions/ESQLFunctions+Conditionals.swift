extension ESQLFunctions {
  static let conditionals: [ESQLFunction] = [
    ESQLFunction("coalesce", 1...1000, [ESQLFunction.everything], nil, several: .take, propagatesNull: false)
    {
      arguments, _ in arguments.first { !$0.isNull } ?? .null
    },
    ESQLFunction("greatest", 1...1000, [ESQLFunction.everything], nil, several: .take) { arguments, _ in
      arguments.map { extreme($0, isGreatest: true) }.max { (order($0, $1) ?? 0) < 0 } ?? .null
    },
    ESQLFunction("least", 1...1000, [ESQLFunction.everything], nil, several: .take) { arguments, _ in
      arguments.map { extreme($0, isGreatest: false) }.min { (order($0, $1) ?? 0) < 0 } ?? .null
    },
  ]

  private static func extreme(_ value: Value, isGreatest: Bool) -> Value {
    let sorted = value.all.sorted { (order($0, $1) ?? 0) < 0 }
    return (isGreatest ? sorted.last : sorted.first) ?? .null
  }
}
