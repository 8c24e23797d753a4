import Events
import GRDB

/// JSON in columns of text.
enum StoredText {
  /// The text of a value.
  static func text(_ value: JSON) -> String { JSONWriter.text(value) }

  /// The value of a text.
  ///
  /// - Throws: `StoreError` when it is none: nothing but JSON is written there.
  static func value(_ text: String, _ place: String) throws -> JSON {
    do {
      return try JSONReader.read(text)
    } catch {
      throw StoreError(.corrupt, "\(place) holds no JSON: \(error)")
    }
  }

  /// The texts of a list.
  static func texts(_ text: String, _ place: String) throws -> [String] {
    try value(text, place).array?.compactMap(\.string) ?? []
  }

  /// The text of a list.
  static func text(_ texts: [String]) -> String {
    text(.array(texts.map { .string($0) }))
  }
}

extension Timestamp {
  /// The time in a column.
  init(_ nanoseconds: Int64) { self.init(nanoseconds: nanoseconds) }
}
