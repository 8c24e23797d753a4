import Foundation

/// Logarithms by a name that no member of a type hides.
enum Logarithm {
  static func base10(_ value: Double) -> Double { log10(value) }

  static func power10(_ value: Double) -> Double { pow(10, value) }
}
